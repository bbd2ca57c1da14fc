// The page of imports: a file of records is sent in parts and resumes after a lost connection. Without script the form
// submits the file itself.
import { makeFileList } from "./file_list.js";
import { fingerprint } from "./fingerprint.js";
import { makeProtocol, UploadError } from "./protocol.js";
import { transfer } from "./transfer.js";

const form = document.querySelector("[data-records-form]");
const field = form.elements.records;
const button = form.querySelector("button");
const root = document.querySelector("[data-upload-queue]");
const messages = root.dataset;
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const protocol = makeProtocol({ apiUrl: root.dataset.apiUrl, token, messages });
let running = null; // the row whose file is being sent

const cancel = async (row) => {
  row.controller?.abort();
  if (row.id) await protocol.abandon(row.id).catch(() => {}); // the site's cleanup removes it, too
  row.remove();
  end();
};

const list = makeFileList({ root, messages, onCancel: cancel });

const end = () => {
  running = null;
  button.disabled = false;
};

const fail = (row, error) => {
  if (error.name === "AbortError") return;
  // Any other error comes from reading a file that was moved, changed or removed.
  row.setState("failed", error instanceof UploadError ? error.message : messages.unreadable);
  list.announce(`${row.name}: ${error instanceof UploadError ? error.message : messages.unreadable}`);
  end();
};

const send = async (row) => {
  running = row;
  button.disabled = true;
  row.controller = new AbortController();
  row.setState("waiting");
  const on = {
    progress: (bytes) => {
      if (row.state !== "uploading") row.setState("uploading");
      row.setSent(bytes);
    },
    offline: () => row.setState("offline"),
    retry: (error) => row.setState("retrying", `${error.message} ${messages.retrying}`),
    finishing: () => row.setState("finishing"),
  };
  try {
    const description = { name: row.name, size: row.size, fingerprint: await fingerprint(row.file) };
    const reload = async () => (await protocol.announce({ files: [description], purpose: "records" })).files[0];
    const { files, part_size: partSize, direct } = await protocol.announce({ files: [description], purpose: "records" });
    row.id = files[0].id;
    const { file, controller } = row;
    const answer = await transfer({ file, upload: files[0], partSize, direct, protocol, reload, on, signal: controller.signal });
    row.setState("complete");
    running = null;
    location.assign(answer.next);
  } catch (error) {
    fail(row, error);
  }
};

form.addEventListener("submit", (event) => {
  const file = field.files[0];
  if (!file) return; // the site says what is missing
  event.preventDefault();
  if (running) return;
  for (const row of list.all()) row.remove();
  const row = Object.assign(list.add({ name: file.name, size: file.size }), { file });
  row.retry = () => send(row);
  send(row);
});

addEventListener("beforeunload", (event) => {
  if (running) event.preventDefault();
});
