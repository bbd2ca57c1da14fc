// The MARC editor by keyboard and without reloading; without this script its buttons ask the server.
import { withSubfieldMoved } from "./subfields.js";

const form = document.querySelector("#marc");
const list = form.querySelector(".marc__rows");
const help = document.querySelector("#marc-help");
const status = document.querySelector("#marc-status");
const rules = JSON.parse(document.querySelector("#marc-rules").textContent);
const removed = [];
let changed = false;

const rowOf = (element) => element.closest(".marc__row");
const field = (row, name) => row.querySelector(`[name=${name}]`);
const tagOf = (row) => field(row, "tag").value.trim();

const nameRow = (row) => {
  row.querySelector(".marc__name").textContent = rules[tagOf(row)]?.name ?? "";
  field(row, "indicators").hidden = tagOf(row).startsWith("00");
};

const listOf = (lines) => {
  const items = document.createElement("ul");
  items.append(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  return items;
};

const showHelp = (row) => {
  const rule = rules[tagOf(row)];
  const title = document.createElement("p");
  title.textContent = rule ? `${tagOf(row)}: ${rule.name}` : form.dataset.unknown;
  help.replaceChildren(title, ...(rule ? [listOf([...rule.indicators, ...rule.subfields])] : []));
  help.hidden = false;
};

const commands = {
  up: (row) => {
    row.previousElementSibling?.before(row);
  },
  down: (row) => {
    row.nextElementSibling?.after(row);
  },
  add: (row) => {
    const added = row.cloneNode(true);
    added.querySelectorAll(".field__error").forEach((error) => error.remove());
    added.classList.remove("field--error");
    for (const name of ["source", "tag", "text"]) field(added, name).value = "";
    field(added, "indicators").value = "##";
    row.after(added);
    nameRow(added);
    return field(added, "tag");
  },
  remove: (row) => {
    if (list.children.length === 1) return null;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    removed.push({ row, next: row.nextElementSibling });
    row.remove();
    status.textContent = form.dataset.removed;
    return field(next, "tag");
  },
};

const carryOut = (name, row, focused) => {
  const target = commands[name](row) ?? focused;
  changed = true;
  target?.focus();
};

const bringBack = () => {
  const last = removed.pop();
  if (!last) return;
  list.insertBefore(last.row, last.next?.isConnected ? last.next : null);
  field(last.row, "tag").focus();
  status.textContent = "";
};

const moveSubfield = (area, by) => {
  const [text, place] = withSubfieldMoved(area.value, area.selectionStart, by);
  area.value = text;
  area.setSelectionRange(place, place);
  changed = true;
};

const keys = {
  "Alt+Enter": (row, focused) => carryOut("add", row, focused),
  "Alt+ArrowUp": (row, focused) => carryOut("up", row, focused),
  "Alt+ArrowDown": (row, focused) => carryOut("down", row, focused),
  "Alt+Delete": (row, focused) => carryOut("remove", row, focused),
  "Alt+Shift+ArrowUp": (row, focused) => focused.name === "text" && moveSubfield(focused, -1),
  "Alt+Shift+ArrowDown": (row, focused) => focused.name === "text" && moveSubfield(focused, 1),
  F2: (row) => showHelp(row),
};

form.addEventListener("keydown", (event) => {
  const modifiers = [["ctrlKey", "Ctrl"], ["altKey", "Alt"], ["shiftKey", "Shift"]];
  const parts = modifiers.filter(([held]) => event[held]).map(([, name]) => name);
  const combination = [...parts, event.key.length === 1 ? event.key.toLowerCase() : event.key].join("+");
  const row = rowOf(event.target);
  if (combination === "Ctrl+s") form.requestSubmit();
  else if (combination === "Alt+z") bringBack();
  else if (row && keys[combination]) keys[combination](row, event.target);
  else if (row && event.target.name === "text" && combination === "Enter") return event.preventDefault();
  else return undefined;
  return event.preventDefault();
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  if (!button) return;
  event.preventDefault();
  const row = rowOf(button) ?? list.lastElementChild;
  carryOut(button.dataset.do ?? "add", row, button);
});

form.addEventListener("input", (event) => {
  changed = true;
  const row = rowOf(event.target);
  if (row && event.target.name === "tag") nameRow(row);
});

list.addEventListener("focusin", (event) => {
  if (!help.hidden) showHelp(rowOf(event.target));
});

form.addEventListener("submit", () => {
  changed = false;
});

window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

for (const row of list.children) nameRow(row);
