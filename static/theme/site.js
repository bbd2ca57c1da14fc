// Enhancements of every screen; each screen works without them: menus that close, the filter sheet by keyboard, forms that
// submit when a choice changes, buttons that copy and print.
import { copyText, selectContent } from "./clipboard.js";

document.documentElement.classList.add("js");

// Fields that choose among thousands are rare: their script is loaded with the first one, also after a part is replaced.
const loadPickers = () => {
  if (document.querySelector("type-to-find")) import("./picker.js");
  if (document.querySelector("authority-field")) import("./authority_fields.js");
};
loadPickers();
document.addEventListener("htmx:afterSwap", loadPickers);

const closeMenus = (except) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
};

const closeSheet = () => {
  const sheet = document.querySelector(".sheet:target");
  if (!sheet) return;
  history.replaceState(null, "", location.pathname + location.search);
  location.hash = "main";
  document.querySelector(`a[href="#${sheet.id}"]`)?.focus();
};

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.menu[open]");
  closeMenus(null);
  menu?.querySelector("summary").focus();
  closeSheet();
});

// The sheet closes before its form is submitted: an address pushed by htmx does not change :target.
document.addEventListener("submit", closeSheet, true);

// A form with data-auto-submit submits itself when a choice changes. In the open sheet only a select does that.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || !("autoSubmit" in form.dataset)) return;
  if (event.target.matches("select") || !document.querySelector(".sheet:target")) form.requestSubmit();
});

// <button data-copy="#id" data-status="#id"> copies the text or value of the first element and reveals the second.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const copied = await copyText(source.value ?? source.textContent.trim());
  if (!copied) return selectContent(source);
  const status = document.querySelector(button.dataset.status);
  if (status) status.hidden = false;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// These buttons work with script only, so the HTML hides them.
document.querySelectorAll("[data-copy], [data-print]").forEach((button) => {
  button.hidden = false;
});

// <input type="checkbox" data-hides="id"> hides what is typed in a field that shows it at first.
document.addEventListener("change", (event) => {
  const field = document.getElementById(event.target.dataset.hides ?? "");
  if (field) field.type = event.target.checked ? "password" : "text";
});
