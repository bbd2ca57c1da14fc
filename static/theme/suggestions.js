// Suggestions under the search field: a combobox with a list box, after the ARIA Authoring Practices. A form with
// data-suggestions="address" requests <li role="option" data-url> there; Enter without a selected option searches.

const DEBOUNCE_MS = 200;
const MIN_LENGTH = 2;

const attach = (form) => {
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let timer = 0;
  let request = null;

  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);

  const options = () => [...list.children];
  const selected = () => list.querySelector("[aria-selected=true]");

  const select = (option) => {
    selected()?.removeAttribute("aria-selected");
    field.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
  };

  const close = () => {
    request?.abort();
    clearTimeout(timer);
    select(null);
    list.hidden = true;
    status.textContent = "";
    field.setAttribute("aria-expanded", "false");
  };

  const show = (html) => {
    list.innerHTML = html; // from our own server, which escapes every text in it
    options().forEach((option, number) => (option.id = `${list.id}-${number}`));
    const count = options().length;
    list.hidden = !count;
    field.setAttribute("aria-expanded", String(Boolean(count)));
    status.textContent = count ? form.dataset.countText.replace("#", count) : "";
  };

  const load = async () => {
    request?.abort();
    request = new AbortController();
    const query = field.value.trim();
    if (query.length < MIN_LENGTH) return close();
    try {
      const url = `${form.dataset.suggestions}?${new URLSearchParams({ q: query })}`;
      const response = await fetch(url, { signal: request.signal });
      if (response.ok && document.activeElement === field) show(await response.text());
    } catch (error) {
      if (error.name !== "AbortError") close(); // no connection: the field still searches
    }
  };

  const move = (step) => {
    const all = options();
    const index = all.indexOf(selected());
    select(all[index < 0 && step < 0 ? all.length - 1 : index + step] ?? null);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, DEBOUNCE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return; // Telex and VNI compose their letters
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && selected()) {
      event.preventDefault();
      location.assign(selected().dataset.url);
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
