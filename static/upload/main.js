// The uploads page: choose or drop files, upload them in parts, three files at once, and resume after a lost connection.
// Without script the form submits the files itself.
import { chosenFiles, droppedFiles, isHidden } from "./file_selection.js";
import { makeFileList } from "./file_list.js";
import { fingerprint } from "./fingerprint.js";
import { makeProtocol, UploadError } from "./protocol.js";
import { makeQueue } from "./queue.js";
import { withRetry } from "./retry.js";
import { transfer } from "./transfer.js";

const form = document.querySelector("[data-upload-form]");
const filesField = form.querySelector("#files");
const folderField = form.querySelector("#folder");
const dropzone = form.querySelector(".dropzone");
const selectionLine = form.querySelector("[data-selection]");
const root = document.querySelector("[data-upload-queue]");
const messages = root.dataset;
const isPicture = (name) => form.dataset.pictureSuffixes.split(",").some((suffix) => name.toLowerCase().endsWith(suffix));
const BUSY = ["waiting", "uploading", "offline", "retrying", "finishing"];
const NAMES_SHOWN = 5;

const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const protocol = makeProtocol({ apiUrl: root.dataset.apiUrl, token, messages });
const queue = makeQueue();
const uploadPages = new Set(); // addresses of the uploads that this page has completed
let selection = [];

const cancel = async (row) => {
  row.controller?.abort();
  if (row.id) {
    try {
      await protocol.abandon(row.id);
    } catch (error) {
      if (error.code !== "404" && error.code !== "not_found") return row.setState("failed", error.message);
    }
  }
  row.remove();
  list.announce(messages.cancelled);
  afterEnd();
};

const list = makeFileList({ root, messages, onCancel: cancel });
const isBusy = () => list.all().some((row) => BUSY.includes(row.state));

const refreshUploads = () => {
  const uploads = document.querySelector("#uploads");
  if (uploads && window.htmx) window.htmx.ajax("GET", root.dataset.listUrl, { target: "#uploads", swap: "outerHTML" });
};

// A single upload opens its own page when everything is complete.
const afterEnd = () => {
  if (isBusy() || list.all().some((row) => row.state !== "complete")) return;
  if (uploadPages.size === 1) return location.assign([...uploadPages][0]);
  if (uploadPages.size) list.announce(messages.allComplete);
};

const complete = (row, { next, problem }) => {
  if (next && !problem) uploadPages.add(next);
  if (problem) row.setState("rejected", problem);
  else row.setState("complete");
  if (next) refreshUploads();
};

const fail = (row, error) => {
  if (error.name === "AbortError") return;
  // Any other error comes from reading a file that was moved, changed or removed.
  const text = error instanceof UploadError ? error.message : messages.unreadable;
  row.setState("failed", text);
  list.announce(`${row.name}: ${text}`);
};

const run = async (row, upload, { part_size: partSize, direct }) => {
  row.controller = new AbortController();
  const on = {
    progress: (bytes) => {
      if (row.state !== "uploading") row.setState("uploading");
      row.setSent(bytes);
    },
    offline: () => {
      if (row.state === "offline") return;
      row.setState("offline");
      list.announce(messages.offline);
    },
    retry: (error) => row.setState("retrying", `${error.message} ${messages.retrying}`),
    finishing: () => row.setState("finishing"),
  };
  const reload = async () => (await protocol.announce(row.announcement)).files[0];
  try {
    const { file, controller } = row;
    complete(row, await transfer({ file, upload, partSize, direct, protocol, reload, on, signal: controller.signal }));
  } catch (error) {
    fail(row, error);
  }
  afterEnd();
};

const enqueue = (row, upload, answer) => {
  row.id = upload.id;
  if (upload.next) return complete(row, upload);
  row.setState("waiting");
  queue.add(() => (row.state === "waiting" && list.has(row) ? run(row, upload, answer) : undefined));
};

const restart = async (row) => {
  row.setState("waiting");
  try {
    const answer = await protocol.announce(row.announcement);
    enqueue(row, answer.files[0], answer);
  } catch (error) {
    fail(row, error);
  }
};

const addRow = ({ file, path }) => {
  const row = Object.assign(list.add({ name: path, size: file.size }), { file });
  row.setState("waiting");
  return row;
};

// Return whether the file could be read.
const describe = async (row) => {
  try {
    row.description = { name: row.name, size: row.size, fingerprint: await fingerprint(row.file) };
    row.announcement = { files: [row.description], one_book: false, book: "" };
    row.retry = () => restart(row);
    return true;
  } catch (error) {
    row.retry = () => row.remove();
    fail(row, error);
    return false;
  }
};

// Announce the files to the site, which answers where each one stands: one begun before resumes there.
const upload = async ({ files, book, oneBook }) => {
  const ready = [];
  for (const row of files.map(addRow)) if (await describe(row)) ready.push(row);
  if (!ready.length) return;
  try {
    const announcement = { files: ready.map((row) => row.description), one_book: oneBook, book };
    const retrying = { signal: new AbortController().signal, onOffline: () => list.announce(messages.offline), onRetry: () => {} };
    const answer = await withRetry(() => protocol.announce(announcement), retrying);
    const known = new Set(answer.files.map((one) => one.id));
    for (const row of list.all()) if (row.state === "missing" && known.has(row.id)) row.remove();
    answer.files.forEach((one, index) => {
      if (list.has(ready[index])) enqueue(ready[index], one, answer);
      else protocol.abandon(one.id).catch(() => {}); // cancelled meanwhile; the site's cleanup removes it, too
    });
    afterEnd();
  } catch (error) {
    ready.forEach((row) => {
      row.retry = () => {
        const failed = ready.filter((one) => one.state === "failed" && list.has(one));
        failed.forEach((one) => one.remove());
        upload({ files: failed.map((one) => ({ file: one.file, path: one.name })), book, oneBook });
      };
      fail(row, error);
    });
  }
};

// A folder is one book, which has its name. Paths are kept below the folder, so that pages sort in the right order.
const uploadFolder = (files, name) => {
  const below = files.map(({ file, path }) => ({ file, path: path.split("/").slice(1).join("/") || path }));
  upload({ files: below, book: form.elements.book.value || name, oneBook: true });
};

const showSelection = () => {
  const names = selection.map(({ file }) => file.name);
  selectionLine.hidden = names.length === 0;
  selectionLine.textContent =
    names.slice(0, NAMES_SHOWN).join(", ") + (names.length > NAMES_SHOWN ? ` … (${names.length})` : "");
  form.classList.toggle("upload-form--pictures", names.filter(isPicture).length > 1);
  filesField.required = names.length === 0;
};

const readSelection = () => {
  selection = chosenFiles(filesField.files);
  showSelection();
};

filesField.addEventListener("change", readSelection);

for (const name of ["dragover", "dragleave", "drop"]) {
  dropzone.addEventListener(name, async (event) => {
    event.preventDefault();
    dropzone.classList.toggle("dropzone--over", name === "dragover");
    if (name !== "drop") return;
    const { files, folder } = await droppedFiles(event.dataTransfer);
    if (folder) return uploadFolder(files, folder);
    selection = files;
    showSelection();
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!selection.length) return;
  upload({ files: selection, book: form.elements.book.value, oneBook: form.elements.one_book.checked });
  selection = [];
  filesField.value = "";
  form.elements.book.value = "";
  showSelection();
});

if ("webkitdirectory" in folderField) form.querySelector(".upload-form__folder").hidden = false;

folderField.addEventListener("change", () => {
  const files = chosenFiles(folderField.files).filter((one) => !isHidden(one));
  if (files.length) uploadFolder(files, files[0].path.split("/")[0]);
  folderField.value = "";
});

addEventListener("beforeunload", (event) => {
  if (isBusy()) event.preventDefault();
});

// A browser that goes back to this page keeps the files in the field.
readSelection();

// Uploads that this user began before, here or elsewhere, and that are not complete.
protocol
  .unfinished()
  .then(({ files }) => {
    for (const begun of files) {
      if (list.all().some((row) => row.id === begun.id)) continue;
      const row = Object.assign(list.add(begun), { id: begun.id });
      row.choose = () => filesField.click();
      row.setState("missing", begun.arrived ? messages.missingOthers : messages.missing);
    }
  })
  .catch(() => {}); // the page works without this list
