// Small comforts for those who have script: menus that close, the filter sheet by keyboard, filters that act at once.
(() => {
  "use strict";

  document.documentElement.classList.add("js");

  const closeMenus = (except) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };

  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

  const leaveSheet = () => {
    const sheet = document.querySelector(".sheet:target");
    if (!sheet) return false;
    history.replaceState(null, "", location.pathname + location.search);
    location.hash = "main";
    document.querySelector(`a[href="#${sheet.id}"]`)?.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest?.("details.menu[open]");
      closeMenus(null);
      if (menu) menu.querySelector("summary").focus();
      leaveSheet();
    }
  });

  // Before the sheet's form is sent, the sheet goes down: an address pushed by htmx does not move :target.
  document.addEventListener("submit", () => leaveSheet(), true);

  // A form marked data-auto-submit sends itself when something in it is chosen, beside the sheet only.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !("autoSubmit" in form.dataset)) return;
    if (event.target.matches("select") || !document.querySelector(".sheet:target")) form.requestSubmit();
  });

  // Copy buttons: <button data-copy="#id"> copies the text or value of that element and says so.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const said = document.querySelector(button.dataset.status);
    if (said) said.hidden = false;
  });

  // What works only with script stands hidden in the HTML.
  document.querySelectorAll("[data-copy], [data-print]").forEach((button) => {
    button.hidden = false;
  });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.addEventListener("click", () => window.print());
  });
})();
