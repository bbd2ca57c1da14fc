// A combobox with a list box, after the ARIA Authoring Practices: options are loaded while one types; arrow keys, Enter,
// Escape, click. The search field's suggestions and the pickers of forms are comboboxes.

const DEBOUNCE_MS = 200;

// Return the option of a choice as our JSON addresses give it; `form` is what a record writes for an authority.
export const optionOf = ({ value, label, detail, form }) => {
  const option = document.createElement("li");
  option.className = "suggestion";
  option.setAttribute("role", "option");
  Object.assign(option.dataset, { value, label, ...(form && { form }) });
  const [title, byline] = ["suggestion__title", "suggestion__byline"].map((name) => {
    const part = document.createElement("span");
    part.className = name;
    return part;
  });
  title.textContent = label;
  byline.textContent = detail;
  option.append(title, ...(detail ? [byline] : []));
  return option;
};

// Attach to a text field. `load(words, signal)` returns <li role="option"> elements, or null for none at all;
// `choose(option)` is called for the chosen one; `countText` has # for the number of options; the list goes into `host`.
export const attachCombobox = ({ field, host, label, countText, load, choose }) => {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let timer = 0;
  let request = null;

  list.className = "suggestions";
  list.id = `${field.id || field.name}-options`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  host.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) field.setAttribute(name, value);

  const options = () => [...list.querySelectorAll("[role=option]")];
  const selected = () => list.querySelector("[aria-selected=true]");

  const select = (option) => {
    selected()?.removeAttribute("aria-selected");
    field.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
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

  const show = (items) => {
    list.replaceChildren(...items);
    options().forEach((option, number) => (option.id = `${list.id}-${number}`));
    const count = options().length;
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", String(Boolean(items.length)));
    status.textContent = count ? countText.replace("#", count) : list.textContent;
  };

  const open = async () => {
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const items = await load(field.value.trim(), signal);
      if (items === null) return close();
      if (!signal.aborted && document.activeElement === field) show(items);
    } catch (error) {
      if (error.name !== "AbortError") close(); // no connection: the form still takes the words
    }
  };

  const move = (step) => {
    const all = options();
    const index = all.indexOf(selected());
    select(all[index < 0 && step < 0 ? all.length - 1 : index + step] ?? null);
  };

  const take = (option) => {
    choose(option);
    close();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(open, DEBOUNCE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Telex and VNI compose their letters
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      open();
    } else if (list.hidden) {
      return;
    } else if (arrow) {
      event.preventDefault();
      move(arrow);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && selected()) {
      event.preventDefault();
      take(selected());
    }
  });
  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  close();
  return { open, close };
};
