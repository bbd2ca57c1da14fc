// Search inside: the side lists the places, the marks are drawn, and one can step from place to place.
import { ask, Refused } from "./api.js";
import { pieces } from "./fragments.js";

export const makeFinder = ({ about, book, marks, refuse, chosen }) => {
  const form = document.querySelector("#search-inside");
  const field = document.querySelector("#search-inside-query");
  const list = document.querySelector("#search-inside-results");
  const said = document.querySelector("#search-inside-status");
  let asked = field.value.trim();
  let hits = [];
  let place = -1;

  const line = (hit, number) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const where = document.createElement("strong");
    const words = document.createElement("span");
    link.href = hit.address;
    link.dataset.match = number;
    where.textContent = hit.name;
    words.append(...pieces(hit.parts));
    link.append(where, words);
    item.append(link);
    return item;
  };

  const tell = (more) => {
    const sentence = hits.length === 0 ? "none" : more ? "more" : hits.length === 1 ? "one" : "many";
    said.textContent = said.dataset[sentence].replace("[number]", hits.length);
  };

  const search = async (words) => {
    asked = words;
    try {
      const found = words ? await ask(`${about.searchUrl}?${new URLSearchParams({ q: words })}`) : { how: "", hits: [], more: false };
      hits = found.hits;
      place = -1;
      marks.look(words, found.how);
      list.replaceChildren(...hits.map(line));
      if (words) tell(found.more);
      else said.textContent = "";
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refuse();
    }
  };

  const stand = (number) => {
    if (!hits.length) return;
    place = (number + hits.length) % hits.length;
    const hit = hits[place];
    book.go(hit.number);
    list.querySelectorAll("a").forEach((link, at) => (at === place ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    list.children[place]?.scrollIntoView({ block: "nearest" });
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search(field.value.trim());
    stand(Math.max(0, hits.findIndex((hit) => hit.number >= book.current())));
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-match]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    stand(Number(link.dataset.match));
    chosen();
  });

  return {
    words: () => asked,
    again: () => search(asked),
    step: (by) => stand(place < 0 && by < 0 ? hits.length - 1 : place + by),
    at: (number) => {
      if (hits[place]?.number !== number) place = hits.findLastIndex((hit) => hit.number < number);
    },
  };
};
