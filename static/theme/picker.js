// <type-to-find data-url="address">: a form field for choosing among thousands (templates/components/picker.html).
// Choices are offered while one types. The <select> or the check boxes inside hold what is chosen; without this script
// the server resolves the typed words.
import { attachCombobox, optionOf } from "./combobox.js";

const noteOf = (text) => {
  const note = document.createElement("li");
  note.className = "suggestion suggestion__byline";
  note.setAttribute("role", "presentation");
  note.textContent = text;
  return note;
};

// What is chosen in a <select>: the text field shows it, and posts words only when they differ from it.
class One {
  constructor(select, field) {
    Object.assign(this, { select, field, name: field.name });
    select.hidden = true;
    if (!field.value) this.show();
    field.addEventListener("input", () => this.nameField());
    field.addEventListener("focus", () => field.select());
    field.addEventListener("click", () => this.isEmpty && field.select()); // a click would place the caret
    field.addEventListener("blur", () => field.value.trim() || this.show());
    this.nameField();
  }

  get label() {
    return this.select.selectedOptions[0]?.textContent.trim() ?? "";
  }

  get isEmpty() {
    return !this.field.value.trim() || this.field.value === this.label;
  }

  // The fixed choices, which stay in the list whatever is typed.
  get offered() {
    return [...this.select.options].map((option) => ({ value: option.value, label: option.textContent.trim() }));
  }

  show() {
    this.field.value = this.label;
    this.nameField();
  }

  nameField() {
    this.field.name = this.isEmpty ? "" : this.name;
  }

  take({ value, label }) {
    const known = [...this.select.options].find((option) => option.value === value);
    const option = known ?? this.select.appendChild(new Option(label, value));
    option.selected = true;
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

// What is chosen as check boxes: the text field is emptied for the next name.
class Several {
  constructor(group, field, name) {
    Object.assign(this, { group, field, name });
  }

  get isEmpty() {
    return !this.field.value.trim();
  }

  get offered() {
    return [];
  }

  take({ value, label }) {
    const boxes = [...this.group.querySelectorAll("input")];
    const box = boxes.find((one) => one.value === value) ?? this.add(value, label);
    box.checked = true;
    this.field.value = "";
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  add(value, label) {
    const [line, box, text] = ["label", "input", "span"].map((tag) => document.createElement(tag));
    Object.assign(box, { type: "checkbox", name: this.name, value });
    text.textContent = label;
    line.append(box, " ", text);
    this.group.append(line);
    return box;
  }
}

class TypeToFind extends HTMLElement {
  connectedCallback() {
    if (this.chosen) return;
    const field = this.querySelector(".picker__words");
    const holder = this.querySelector(".picker__chosen");
    this.chosen = holder.matches("select")
      ? new One(holder, field)
      : new Several(holder, field, field.name.replace(/-words$/, ""));
    // A form that saves at each change waits for a choice, not for words.
    field.addEventListener("change", (event) => event.stopPropagation());
    const { open } = attachCombobox({
      field,
      host: this,
      label: field.getAttribute("aria-label"),
      countText: this.dataset.countText,
      load: (words, signal) => this.load(words, signal),
      choose: (option) => option.dataset.value !== undefined && this.chosen.take(option.dataset),
    });
    field.addEventListener("click", open);
  }

  async load(words, signal) {
    const { chosen } = this;
    const query = chosen.isEmpty ? "" : words;
    const address = new URL(this.dataset.url, document.baseURI);
    address.searchParams.set("words", query);
    const response = await fetch(address, { signal });
    if (!response.ok) return null;
    const { choices, more } = await response.json();
    const offered = query ? [] : chosen.offered;
    const values = new Set(offered.map((one) => one.value));
    const options = [...offered, ...choices.filter((one) => !values.has(one.value))].map(optionOf);
    if (!options.length) return [noteOf(this.dataset.noneText)];
    return more ? [...options, noteOf(this.dataset.moreText.replace("#", more))] : options;
  }
}

customElements.define("type-to-find", TypeToFind);
