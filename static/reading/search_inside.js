// Search inside the book: the sidebar lists the matches, the pages highlight them, and two keys step through them.
import { AccessDenied, fetchJson } from "./api.js";
import { fragmentNodes } from "./fragments.js";

const NOTHING = { mode: "", matches: [], more: false };

export const makeSearchInside = ({ config, book, highlights, onDenied, onSelect }) => {
  const form = document.querySelector("#search-inside");
  const field = document.querySelector("#search-inside-query");
  const list = document.querySelector("#search-inside-results");
  const status = document.querySelector("#search-inside-status");
  let query = field.value.trim();
  let matches = [];
  let current = -1;

  const listItem = (match, index) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const name = document.createElement("strong");
    const snippet = document.createElement("span");
    link.href = match.address;
    link.dataset.match = index;
    name.textContent = match.name;
    snippet.append(...fragmentNodes(match.fragments));
    link.append(name, snippet);
    item.append(link);
    return item;
  };

  const countText = (hasMore) => {
    const text = matches.length === 0 ? "none" : hasMore ? "more" : matches.length === 1 ? "one" : "many";
    return status.dataset[text].replace("[number]", matches.length);
  };

  const search = async (newQuery) => {
    query = newQuery;
    try {
      const result = query ? await fetchJson(`${config.searchUrl}?${new URLSearchParams({ q: query })}`) : NOTHING;
      matches = result.matches;
      current = -1;
      highlights.setQuery(query, result.mode);
      list.replaceChildren(...matches.map(listItem));
      status.textContent = query ? countText(result.more) : "";
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      onDenied();
    }
  };

  const goTo = (index) => {
    if (!matches.length) return;
    current = (index + matches.length) % matches.length;
    book.goTo(matches[current].number);
    list.querySelectorAll("a").forEach((link, number) => {
      if (number === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    list.children[current]?.scrollIntoView({ block: "nearest" });
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search(field.value.trim());
    goTo(Math.max(0, matches.findIndex((match) => match.number >= book.current())));
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-match]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(Number(link.dataset.match));
    onSelect();
  });

  return {
    query: () => query,
    repeat: () => search(query),
    step: (by) => goTo(current < 0 && by < 0 ? matches.length - 1 : current + by),
    // The book shows another page: the next step goes to the first match after it.
    follow: (number) => {
      if (matches[current]?.number !== number) current = matches.findLastIndex((match) => match.number < number);
    },
  };
};
