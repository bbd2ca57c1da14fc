// Suggestions under the search field: a combobox with a list, after the pattern of the ARIA Authoring Practices.
// A form with data-suggestions="address" asks there for <li role="option" data-url>; Enter without a choice searches.
(() => {
  "use strict";

  const PAUSE = 200; // milliseconds of quiet before the server is asked

  const attach = (form) => {
    const field = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    const said = document.createElement("span");
    let timer = 0;
    let asking = null;

    list.className = "suggestions";
    list.id = `${field.id}-suggestions`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.querySelector("label").textContent);
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    form.append(list, said);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) field.setAttribute(name, value);

    const options = () => [...list.children];
    const chosen = () => list.querySelector("[aria-selected=true]");

    const choose = (option) => {
      chosen()?.removeAttribute("aria-selected");
      field.removeAttribute("aria-activedescendant");
      if (!option) return;
      option.setAttribute("aria-selected", "true");
      field.setAttribute("aria-activedescendant", option.id);
    };

    const close = () => {
      asking?.abort();
      clearTimeout(timer);
      choose(null);
      list.hidden = true;
      said.textContent = "";
      field.setAttribute("aria-expanded", "false");
    };

    const show = (html) => {
      list.innerHTML = html; // written by our own server, every word escaped there
      options().forEach((option, number) => (option.id = `${list.id}-${number}`));
      const count = options().length;
      list.hidden = !count;
      field.setAttribute("aria-expanded", String(Boolean(count)));
      said.textContent = count ? form.dataset.countText.replace("#", count) : "";
    };

    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const words = field.value.trim();
      if (words.length < 2) return close();
      try {
        const answer = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ q: words })}`, { signal: asking.signal });
        if (answer.ok && document.activeElement === field) show(await answer.text());
      } catch (problem) {
        if (problem.name !== "AbortError") close(); // a cut line: the field still searches
      }
    };

    const move = (step) => {
      const all = options();
      const at = all.indexOf(chosen());
      choose(all[at < 0 && step < 0 ? all.length - 1 : at + step] ?? null);
    };

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return; // Telex and VNI compose their letters
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && chosen()) {
        event.preventDefault();
        location.assign(chosen().dataset.url);
      }
    });
    field.addEventListener("blur", close);
    form.addEventListener("submit", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
    close();
  };

  document.querySelectorAll("form[data-suggestions]").forEach(attach);
})();
