// The field for ISBNs, into which a barcode scanner types text and Enter: each Enter empties the field at once, and the
// ISBNs are sent one after the other, so that a fast scanner loses none. On the page of one book, digits take a record.

const RETRY_MS = 3000;
const FOLLOW_MS = 700;
const form = document.querySelector("[data-scan]");
const field = form?.elements.entry;
const target = form?.dataset.scanInto;
const problem = form?.querySelector("[data-scan-problem]");
const unsent = form?.querySelector("[data-scan-unsent]");
const view = form?.querySelector("[data-camera-view]");
const queue = [];
let sending = false;

const post = async (entry) => {
  const body = new FormData(form);
  body.set("entry", entry);
  return fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
};

const sentenceOf = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("main p, p")?.textContent.trim() ?? "";
};

const receive = async (response) => {
  const html = await response.text();
  problem.hidden = response.ok;
  if (response.ok) return window.htmx.swap(target, html, { swapStyle: "afterbegin" });
  problem.textContent = sentenceOf(html);
};

const send = async () => {
  if (sending) return;
  sending = true;
  while (queue.length) {
    try {
      const response = await post(queue[0]);
      if (response.status >= 500) throw new Error(String(response.status));
      queue.shift();
      await receive(response);
      unsent.hidden = true;
    } catch {
      unsent.hidden = false;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
  sending = false;
};

const add = (entry) => {
  if (!entry.trim()) return;
  queue.push(entry);
  send();
};

if (target) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(field.value);
    field.value = "";
    field.focus();
  });
  addEventListener("beforeunload", (event) => {
    if (queue.length) event.preventDefault();
  });
  // A line that htmx replaced takes the focus of its button with it: the scanner needs it in the field. While the camera
  // is on, the focus would open the keyboard of the phone.
  document.addEventListener("htmx:oobAfterSwap", () => {
    if (view.hidden && document.activeElement === document.body) field.focus({ preventScroll: true });
  });
}

// Lines that the page shows as waiting are asked for until they are looked up.
setInterval(() => {
  const waiting = document.querySelector("#scanned [data-state=waiting]");
  if (waiting) window.htmx.trigger("#scan-follow", "follow");
}, FOLLOW_MS);

// The camera adds to the list; or it begins one, and is opened again on the page of the list.
const CAMERA_GOES_ON = "camera";
const button = form?.querySelector("[data-camera]");

const scanned = (isbn) => {
  if (target) return add(isbn);
  sessionStorage.setItem(CAMERA_GOES_ON, "1");
  field.value = isbn;
  form.requestSubmit();
};

const openCamera = async () => {
  button.hidden = true;
  const camera = await import(button.dataset.camera);
  camera.start(view, scanned, () => (button.hidden = false));
};

if (button && navigator.mediaDevices?.getUserMedia) {
  button.hidden = false;
  button.addEventListener("click", openCamera);
  if (target && sessionStorage.getItem(CAMERA_GOES_ON)) openCamera();
}
sessionStorage.removeItem(CAMERA_GOES_ON);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  document.querySelector(`[data-take-by-key] [data-key="${CSS.escape(event.key)}"]`)?.form.requestSubmit();
});
