// Suggestions under the search field. A form with data-suggestions="address" requests <li role="option" data-url> there;
// Enter without a selected option searches.
import { attachCombobox } from "./combobox.js";

const MIN_LENGTH = 2;

const attach = (form) => {
  const load = async (query, signal) => {
    if (query.length < MIN_LENGTH) return null;
    const response = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ q: query })}`, { signal });
    if (!response.ok) return null;
    const template = document.createElement("template");
    template.innerHTML = await response.text(); // from our own server, which escapes every text in it
    return [...template.content.children];
  };
  const { close } = attachCombobox({
    field: form.querySelector("input[type=search]"),
    host: form,
    label: form.querySelector("label").textContent,
    countText: form.dataset.countText,
    load,
    choose: (option) => location.assign(option.dataset.url),
  });
  form.addEventListener("submit", close);
};

document.querySelectorAll("form[data-suggestions]").forEach(attach);
