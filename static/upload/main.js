// Sending from the uploads' page: choose or drop, in parts, three files at once, on again after a cut. Without script the
// form sends itself.
import { dropped, plain } from "./file_selection.js";
import { fingerprint } from "./fingerprint.js";
import { makeProtocol, Problem } from "./protocol.js";
import { makeQueue } from "./queue.js";
import { makeRows } from "./file_list.js";
import { transfer } from "./transfer.js";
import { patiently } from "./retry.js";

const form = document.querySelector("[data-upload-form]");
const files = form.querySelector("#files");
const folder = form.querySelector("#folder");
const zone = form.querySelector(".dropzone");
const chosenLine = form.querySelector("[data-selection]");
const root = document.querySelector("[data-upload-queue]");
const words = root.dataset;
const PICTURE = /\.(jpe?g|png|tiff?|webp|jp2)$/i;
const BUSY = ["waiting", "uploading", "offline", "retrying", "finishing"];

const protocol = makeProtocol({ home: root.dataset.apiUrl, token: form.querySelector("[name=csrfmiddlewaretoken]").value, words });
const queue = makeQueue();
const uploads = new Set();
let chosen = [];

const cancelled = async (row) => {
  row.stop?.abort();
  if (row.id) {
    try {
      await protocol.giveUp(row.id);
    } catch (problem) {
      if (problem.code !== "404" && problem.code !== "not_found") return row.show("failed", problem.message);
    }
  }
  row.leave();
  rows.say(words.cancelled);
  if (!busy()) atEnd();
};

const rows = makeRows({ root, words, cancelled });
const busy = () => rows.all().some((row) => BUSY.includes(row.state));

const refreshList = () => {
  const list = document.querySelector("#uploads");
  if (list && window.htmx) window.htmx.ajax("GET", root.dataset.listUrl, { target: "#uploads", swap: "outerHTML" });
};

const atEnd = () => {
  const left = rows.all().filter((row) => row.state !== "complete");
  if (!left.length && uploads.size === 1) return location.assign([...uploads][0]);
  if (!left.length && uploads.size) rows.say(words.allComplete);
};

const ended = (row, { next, problem }) => {
  if (next && !problem) uploads.add(next);
  if (problem) row.show("rejected", problem);
  else row.show("complete");
  if (next) refreshList();
};

const failed = (row, problem) => {
  if (problem.name === "AbortError") return;
  // A file that was moved, changed or taken out with its stick cannot be read any more.
  const sentence = problem instanceof Problem ? problem.message : words.unreadable;
  row.show("failed", sentence);
  rows.say(`${row.name}: ${sentence}`);
};

const run = async (row, begun, { part_size: partSize, direct }) => {
  row.stop = new AbortController();
  const told = {
    sent: (bytes) => {
      if (row.state !== "uploading") row.show("uploading");
      row.went(bytes);
    },
    offline: () => {
      if (row.state === "offline") return;
      row.show("offline");
      rows.say(words.offline);
    },
    later: (problem) => row.show("retrying", `${problem.message} ${words.retrying}`),
    ending: () => row.show("finishing"),
  };
  const again = async () => (await protocol.announce(row.said)).files[0];
  try {
    const { file, stop } = row;
    ended(row, await transfer({ file, begun, partSize, direct, protocol, again, told, signal: stop.signal }));
  } catch (problem) {
    failed(row, problem);
  }
  if (!busy()) atEnd();
};

const begin = (row, begun, answer) => {
  row.id = begun.id;
  if (begun.next) return ended(row, begun);
  row.show("waiting");
  queue.add(() => (row.state === "waiting" && rows.all().includes(row) ? run(row, begun, answer) : undefined));
};

const restart = async (row) => {
  row.show("waiting");
  try {
    const answer = await protocol.announce(row.said);
    begin(row, answer.files[0], answer);
  } catch (problem) {
    failed(row, problem);
  }
};

// Announce what was chosen. What is on its way from before is known by the site and goes on where it was.
const send = async ({ files: some, book, oneBook }) => {
  const made = some.map(({ file, path }) => {
    const row = Object.assign(rows.add({ name: path, size: file.size }), { file, name: path });
    row.show("waiting");
    return row;
  });
  const ready = [];
  for (const row of made) {
    try {
      row.told = { name: row.name, size: row.size, fingerprint: await fingerprint(row.file) };
      row.said = { files: [row.told], one_book: false, book: "" };
      row.retry = () => restart(row);
      ready.push(row);
    } catch (problem) {
      row.retry = () => row.leave();
      failed(row, problem);
    }
  }
  if (!ready.length) return;
  try {
    const said = { files: ready.map((row) => row.told), one_book: oneBook, book };
    const patience = { signal: new AbortController().signal, offline: () => rows.say(words.offline), later: () => {} };
    const answer = await patiently(() => protocol.announce(said), patience);
    const known = new Set(answer.files.map((begun) => begun.id));
    for (const row of rows.all()) if (row.state === "missing" && known.has(row.id)) row.leave();
    answer.files.forEach((begun, index) => {
      if (rows.all().includes(ready[index])) begin(ready[index], begun, answer);
      else protocol.giveUp(begun.id).catch(() => {});
    });
    if (!busy()) atEnd();
  } catch (problem) {
    ready.forEach((row) => {
      row.retry = () => {
        const left = ready.filter((one) => one.state === "failed" && rows.all().includes(one));
        left.forEach((one) => one.leave());
        send({ files: left.map((one) => ({ file: one.file, path: one.name })), book, oneBook });
      };
      failed(row, problem);
    });
  }
};

const show = () => {
  const names = chosen.map(({ file }) => file.name);
  chosenLine.hidden = names.length === 0;
  chosenLine.textContent = names.slice(0, 5).join(", ") + (names.length > 5 ? ` … (${names.length})` : "");
  form.classList.toggle("upload-form--pictures", names.filter((name) => PICTURE.test(name)).length > 1);
  files.required = names.length === 0;
};

const sendFolder = (some, name) => {
  const inside = some.map(({ file, path }) => ({ file, path: path.split("/").slice(1).join("/") || path }));
  send({ files: inside, book: form.elements.book.value || name, oneBook: true });
};

const look = () => {
  chosen = plain(files.files);
  show();
};

files.addEventListener("change", look);

for (const event of ["dragover", "dragleave", "drop"]) {
  zone.addEventListener(event, async (dragged) => {
    dragged.preventDefault();
    zone.classList.toggle("dropzone--over", event === "dragover");
    if (event !== "drop") return;
    const { files: some, folder: name } = await dropped(dragged.dataTransfer);
    if (name) return sendFolder(some, name);
    chosen = some;
    show();
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!chosen.length) return;
  send({ files: chosen, book: form.elements.book.value, oneBook: form.elements.one_book.checked });
  chosen = [];
  files.value = "";
  form.elements.book.value = "";
  show();
});

if ("webkitdirectory" in folder) form.querySelector(".upload-form__folder").hidden = false;

// A folder is one book: its name is the book's, and the names keep their folders so that they sort rightly.
folder.addEventListener("change", () => {
  const some = plain(folder.files).filter(({ file }) => !file.name.startsWith("."));
  if (some.length) sendFolder(some, some[0].path.split("/")[0]);
  folder.value = "";
});

addEventListener("beforeunload", (event) => {
  if (busy()) event.preventDefault();
});

// A browser that goes back to this page keeps what was chosen in the field.
look();

// What she began before, here or elsewhere, and has not ended.
protocol
  .underWay()
  .then(({ files: left }) => {
    for (const begun of left) {
      if (rows.all().some((row) => row.id === begun.id)) continue;
      const row = Object.assign(rows.add(begun), { id: begun.id, name: begun.name });
      row.choose = () => files.click();
      row.show("missing", begun.arrived ? words.missingOthers : words.missing);
    }
  })
  .catch(() => {});
