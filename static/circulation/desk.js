// The lending desk: posts each scan without loading the page again, returns the focus to the scan field, and stores scans
// while the line is cut. Without script the form posts itself.
import { makeScanQueue, meaning } from "./scan_queue.js";

const form = document.querySelector("[data-desk]");
const words = form.dataset;
const field = form.elements.text;
const live = document.querySelector("#desk-live");
const notice = document.querySelector("#desk-queue");
const queue = makeScanQueue({ storage: localStorage, key: `desk:${words.school}` });
const RETRY_MS = 10_000;
let card = ""; // read while the line is cut
let replaying = null;

class NoLine extends Error {}
class SignedOut extends Error {}

const sounds = document.querySelector("[data-sounds]");
document.querySelector("[data-desk-sounds]").hidden = false;
sounds.checked = localStorage.getItem("desk:sounds") === "1";
sounds.addEventListener("change", () => localStorage.setItem("desk:sounds", sounds.checked ? "1" : "0"));
const TONES = { done: [880], note: [660, 660], refused: [196] };
let audio = null;
const play = (tone) => {
  if (!sounds.checked || !TONES[tone]) return;
  audio ??= new AudioContext();
  TONES[tone].forEach((frequency, place) => {
    const oscillator = audio.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(audio.destination);
    oscillator.start(audio.currentTime + place * 0.22);
    oscillator.stop(audio.currentTime + place * 0.22 + (tone === "refused" ? 0.5 : 0.15));
  });
};

const send = async (fields) => {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, ...fields });
  let response;
  try {
    response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    throw new NoLine();
  }
  if ([502, 503, 504].includes(response.status)) throw new NoLine();
  if (response.redirected || [401, 403, 404].includes(response.status)) throw new SignedOut();
  if (!response.ok) return { tone: "refused", sentence: words.failed };
  return response.json();
};

const line = (text, tag = "p") => Object.assign(document.createElement(tag), { textContent: text });

const showQueue = () => {
  const waiting = queue.waiting();
  const conflicts = queue.conflicts();
  notice.replaceChildren();
  if (waiting.length) {
    const box = Object.assign(document.createElement("section"), { className: "desk-answer desk-answer--note" });
    box.append(line(`${words.waiting} ${waiting.length}`, "h2"), line(words.unknown), line(waiting.map((scan) => scan.text).join(", ")));
    notice.append(box);
  }
  if (conflicts.length) {
    const box = Object.assign(document.createElement("section"), { className: "desk-answer desk-answer--refused" });
    const list = document.createElement("ul");
    list.append(...conflicts.map((row) => line(`${row.text}: ${row.sentence}`, "li")));
    const clear = Object.assign(line(words.clear, "button"), { type: "button", className: "button button--secondary" });
    clear.addEventListener("click", () => {
      queue.clearConflicts();
      showQueue();
      field.focus();
    });
    box.append(line(words.conflicts, "h2"), list, clear);
    notice.append(box);
  }
  notice.hidden = !notice.childElementCount;
};

const say = (text, tone) => {
  const box = Object.assign(document.createElement("section"), { className: `desk-answer desk-answer--${tone}` });
  box.setAttribute("role", "alert");
  box.append(line(text));
  live.replaceChildren(box);
  play(tone);
};

const show = (answer) => {
  if (!answer.html) return say(answer.sentence, answer.tone);
  live.innerHTML = answer.html;
  if ("reader" in answer) {
    form.elements.reader.value = answer.reader;
    card = "";
  }
  play(answer.tone);
};

const replay = () => {
  replaying ??= queue
    .replay(send)
    .then(() => say(words.sent, "done"))
    .catch((error) => {
      if (error instanceof SignedOut) say(words.signedOut, "refused");
      else if (!(error instanceof NoLine)) throw error;
    })
    .finally(() => {
      replaying = null;
      showQueue();
    });
  return replaying;
};

const store = (fields) => {
  const { card: read, scan } = meaning({ ...fields, card });
  card = read;
  if (scan) queue.add({ ...scan, scan: crypto.randomUUID(), at: Date.now() });
  else form.elements.reader.value = "";
  say(`${words.saved} ${fields.text}`, "note");
  showQueue();
};

const endReader = () => {
  form.elements.reader.value = "";
  card = "";
  live.replaceChildren();
};

const post = async (fields) => {
  const lines = [fields.text, ...(fields.many ?? "").split("\n")].map((text) => text.trim()).filter(Boolean);
  if (queue.waiting().length) await replay(); // the order of the scans is what happened
  if (queue.waiting().length) return lines.forEach((text) => store({ ...fields, text }));
  const scan = crypto.randomUUID();
  try {
    show(await send({ ...fields, scan, at: "", card }));
  } catch (error) {
    if (error instanceof SignedOut) return say(words.signedOut, "refused");
    if (!(error instanceof NoLine)) throw error;
    lines.forEach((text) => store({ ...fields, text }));
  }
};

// One after the other: a scanner is faster than a slow line.
let last = Promise.resolve();
const inTurn = (fields) => {
  last = last.then(() => post({ ...fields(), reader: form.elements.reader.value, lop: form.elements.lop.value }));
  return last;
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { text, many, act, class_set: classSet } = Object.fromEntries(new FormData(form));
  field.value = "";
  form.elements.many.value = "";
  if (!text.trim() && !many.trim()) {
    if (queue.waiting().length) replay();
    return endReader();
  }
  inTurn(() => ({ text, many, act, ...(classSet ? { class_set: classSet } : {}) }));
});

live.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-desk-again]")) return;
  event.preventDefault();
  const { text, act, allow = "" } = Object.fromEntries(new FormData(event.target, event.submitter));
  inTurn(() => ({ text, act, allow }));
  field.focus();
});

live.addEventListener("click", (event) => {
  if (!event.target.closest("[data-desk-end]")) return;
  event.preventDefault();
  endReader();
  field.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.altKey && ["1", "2", "3"].includes(event.key)) {
    event.preventDefault();
    form.elements.act[Number(event.key) - 1].checked = true;
    field.focus();
  } else if (event.altKey && event.key === "4") {
    event.preventDefault();
    last.then(() => document.querySelector("[data-desk-next]")?.click());
  } else if (event.key === "Escape" && document.activeElement === field) {
    field.value = "";
    endReader();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && document.activeElement === document.body) {
    field.focus(); // a scanner types wherever the focus is
  }
});
form.addEventListener("change", (event) => {
  if (event.target.name === "act") field.focus();
});

addEventListener("online", () => queue.waiting().length && replay());
setInterval(() => queue.waiting().length && navigator.onLine && replay(), RETRY_MS);
addEventListener("beforeunload", (event) => {
  if (queue.waiting().length && !navigator.onLine) event.preventDefault();
});
showQueue();
if (queue.waiting().length) replay();
field.focus();
