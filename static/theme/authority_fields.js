// <authority-field data-url="address">: a field of a record (templates/components/authority_field.html). Its lines become
// rows that offer authorities while one types; the textarea and the hidden field `…_links` hold what is posted. Without
// this script the textarea is the field.
import { readLine, transcribed, writeLine } from "./authority_lines.js";
import { attachCombobox, optionOf } from "./combobox.js";

const MIN_LENGTH = 2;
const ICONS = { up: "↑", down: "↓", remove: "×" };

const element = (tag, className, properties = {}) => Object.assign(document.createElement(tag), { className, ...properties });

class AuthorityField extends HTMLElement {
  connectedCallback() {
    if (this.control) return;
    this.control = this.querySelector("textarea, input");
    this.links = this.control.form?.elements[`${this.control.name}_links`] ?? null;
    this.label = this.control.labels?.[0]?.firstChild?.textContent.trim() || this.control.name;
    this.labels = JSON.parse(this.links?.dataset.labels ?? "{}");
    this.roles = JSON.parse(this.dataset.roles || "[]");
    this.linked = new Map((this.links?.value ?? "").split("\n").filter(Boolean).map((line) => {
      const [uuid, ...words] = line.trim().split(" ");
      return [words.join(" "), uuid];
    }));
    if (this.control.matches("textarea")) this.makeRows();
    else this.makeLine();
  }

  // One form: the input itself, with the authority below it.
  makeLine() {
    const note = element("div", "authority-field__note");
    this.append(note);
    this.one = this.offer(this.control, this, note, this.control.value);
  }

  makeRows() {
    this.rows = element("ol", "authority-field__rows");
    this.rows.setAttribute("aria-label", this.label);
    const add = element("button", "button button-small button-secondary button--secondary", { type: "button" });
    add.textContent = this.dataset.addText;
    add.addEventListener("click", () => this.addRow("").focus());
    this.control.hidden = true;
    this.append(this.rows, add);
    this.control.value.split("\n").filter((line) => line.trim()).forEach((line) => this.addRow(line));
    if (!this.rows.children.length) this.addRow("");
    this.control.id = ""; // the label names the first row
    this.control.form?.addEventListener("submit", () => this.write());
  }

  addRow(line, after = null) {
    const [name, role] = readLine(line, this.roles);
    const row = element("li", "authority-field__row");
    const field = element("input", "input", { type: "text", value: name, maxLength: 300 });
    const note = element("div", "authority-field__note");
    const buttons = element("div", "authority-field__buttons");
    const cell = element("div", "authority-field__name");
    const id = this.control.id || this.rows.firstElementChild?.querySelector("input")?.id || "";
    if (!this.rows.children.length) field.id = id;
    else field.id = `${id}-${(this.number = (this.number ?? 1) + 1)}`;
    if (this.control.hasAttribute("aria-describedby")) {
      field.setAttribute("aria-describedby", this.control.getAttribute("aria-describedby"));
    }
    cell.append(field, note);
    for (const act of ["up", "down", "remove"]) {
      const button = element("button", "button button-small button-secondary button--secondary", { type: "button" });
      button.textContent = ICONS[act];
      button.dataset.act = act;
      button.addEventListener("click", () => this.act(row, act));
      buttons.append(button);
    }
    row.append(cell, ...(this.roles.length ? [this.roleOf(role)] : []), buttons);
    if (after) after.after(row);
    else this.rows.append(row);
    row.offered = this.offer(field, cell, note, name);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
      event.preventDefault(); // the form has its own button
      if (field.value.trim()) this.addRow("", row).focus();
    });
    field.addEventListener("paste", (event) => this.paste(event, row, field));
    this.numberRows();
    return field;
  }

  roleOf(role) {
    const select = element("select", "input authority-field__role");
    select.append(...this.roles.map((one) => new Option(one, one, false, one === role)));
    select.addEventListener("change", () => this.write());
    return select;
  }

  // Several lines, as copied from a title page or a list, become as many rows.
  paste(event, row, field) {
    const lines = event.clipboardData.getData("text").split(/\r?\n/).filter((line) => line.trim());
    if (lines.length < 2 || field.value.trim()) return;
    event.preventDefault();
    lines.reverse().forEach((line) => this.addRow(line, row));
    row.remove();
    this.numberRows();
    this.write();
  }

  act(row, act) {
    const other = act === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (act === "up") other?.before(row);
    if (act === "down") other?.after(row);
    if (act === "remove") {
      row.remove();
      (other ?? this.rows.lastElementChild)?.querySelector("input").focus();
      if (!this.rows.children.length) this.addRow("").focus();
    } else {
      row.querySelector(`[data-act=${act}]`).focus();
    }
    this.numberRows();
    this.write();
  }

  numberRows() {
    const { label } = this;
    [...this.rows.children].forEach((row, index) => {
      const name = this.dataset.rowText.replace("#", label).replace("@", index + 1);
      row.querySelector("input").setAttribute("aria-label", name);
      row.querySelector("select")?.setAttribute("aria-label", `${this.dataset.roleText}: ${name}`);
      row.querySelectorAll("[data-act]").forEach((button) => {
        button.setAttribute("aria-label", `${this.dataset[`${button.dataset.act}Text`]}: ${name}`);
        button.title = this.dataset[`${button.dataset.act}Text`];
      });
    });
  }

  // Offer authorities for a field. What is linked is forgotten when other words are typed.
  offer(field, host, note, before) {
    const offered = { uuid: this.linked.get(this.formOf(before)) ?? "" };
    const show = () => this.note(note, offered, field);
    attachCombobox({
      field,
      host,
      label: this.label,
      countText: this.dataset.countText,
      load: (words, signal) => this.load(words, signal),
      choose: ({ dataset }) => {
        field.value = transcribed(field.value.trim(), before, dataset.form);
        offered.uuid = dataset.value;
        this.labels[dataset.value] = dataset.label;
        show();
        this.write();
      },
    });
    field.autocomplete = "off";
    field.addEventListener("input", () => {
      if (offered.uuid) offered.uuid = "";
      show();
      this.write();
    });
    show();
    return offered;
  }

  // The scheme in brackets is no part of a heading.
  formOf(text) {
    return text.replace(/ \[[\w-]+\]$/, "");
  }

  note(note, offered, field) {
    note.replaceChildren();
    if (!offered.uuid) return;
    const words = element("span", "authority-field__linked");
    words.textContent = this.dataset.linkedText.replace("#", this.labels[offered.uuid] ?? "");
    const unlink = element("button", "button button-small button-secondary button--plain", { type: "button" });
    unlink.textContent = this.dataset.unlinkText;
    unlink.addEventListener("click", () => {
      offered.uuid = "";
      this.note(note, offered, field);
      this.write();
      field.focus();
    });
    note.append(words, unlink);
  }

  async load(words, signal) {
    if (words.length < MIN_LENGTH) return null;
    const address = new URL(this.dataset.url, document.baseURI);
    address.searchParams.set("words", this.formOf(words));
    const response = await fetch(address, { signal });
    if (!response.ok) return null;
    const { choices } = await response.json();
    return choices.length ? choices.map(optionOf) : null;
  }

  // Bring what is posted up to date.
  write() {
    const rows = this.rows ? [...this.rows.children].map((row) => ({
      name: row.querySelector("input").value.trim(),
      role: row.querySelector("select")?.value,
      uuid: row.offered?.uuid,
    })) : [{ name: this.control.value.trim(), uuid: this.one?.uuid }];
    const filled = rows.filter((row) => row.name);
    if (this.rows) this.control.value = filled.map((row) => writeLine(row.name, row.role, this.roles)).join("\n");
    if (this.links) this.links.value = filled.filter((row) => row.uuid).map((row) => `${row.uuid} ${row.name}`).join("\n");
    this.control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("authority-field", AuthorityField);
