// The reader: makes a book of the page that the server sent. Each part has its own file; here they meet.
import { makeBook } from "./book.js";
import { makeFinder } from "./search_inside.js";
import { listenToKeys } from "./shortcuts.js";
import { makeMarks } from "./highlights.js";
import { makePlace } from "./position.js";
import { makeText } from "./text_view.js";
import { ask, Refused } from "./api.js";

const reader = document.querySelector("#reader");
const said = document.querySelector("#page-status");
const sideCovers = () => matchMedia("(max-width: 899.98px)").matches; // on phones it lies over the page
const tool = (name) => reader.querySelectorAll(`[data-action="${name}"]`);
const about = reader.dataset;
const MODE_TOOLS = { onePage: "one", twoPages: "two", overview: "overview" };

const refuse = () => {
  document.querySelector("#access-denied").hidden = false;
  document.querySelector("#book").hidden = true;
  document.querySelector("#text").hidden = true;
};

const open = async () => {
  const { pages } = await ask(about.bookUrl);
  const place = makePlace(about, pages);
  const marks = makeMarks(about, pages, refuse);
  const start = place.first();
  reader.classList.add("reader--live");
  document.querySelector("#book").hidden = false;
  const book = makeBook({ about, pages, start, marks, refuse });
  const text = makeText({ about, pages, book, marks, refuse });
  const finder = makeFinder({ about, book, marks, refuse, chosen: () => sideCovers() && actions.close() });
  const actions = makeActions({ pages, book, text, finder });

  const show = (number) => {
    const page = pages[number];
    document.querySelector("#page-number").value = page.label;
    document.querySelector("#page-count").textContent = `${number + 1} / ${pages.length}`;
    const slider = document.querySelector("#page-slider");
    slider.value = number;
    slider.setAttribute("aria-valuetext", page.name);
    said.textContent = page.name;
    tool("previous").forEach((link) => end(link, number === 0));
    tool("next").forEach((link) => end(link, number === pages.length - 1));
    document.querySelectorAll("#contents a").forEach((link) => here(link, number));
    finder.at(number);
    text.show(number);
    place.keep(number, finder.words());
  };
  book.onTurn(show);
  reader.addEventListener("click", (event) => act(event, actions));
  document.querySelector("#contents")?.addEventListener("click", (event) => follow(event, book, actions));
  document.querySelector("#page-slider").addEventListener("change", (event) => book.go(Number(event.target.value)));
  document.querySelector("#go-to-page").addEventListener("submit", (event) => leap(event, pages, book));
  listenToKeys({ actions, book, text });
  reader.querySelectorAll("[data-action][hidden], #page-slider").forEach((control) => (control.hidden = false));
  show(start);
  actions.mode();
  if (finder.words()) finder.again();
};

const makeActions = ({ pages, book, text, finder }) => {
  const side = (name) => {
    const opened = reader.dataset.sidebar === name ? "" : name;
    reader.dataset.sidebar = opened;
    ["search", "contents"].forEach((one) => tool(one).forEach((b) => b.setAttribute("aria-expanded", String(opened === one))));
    book.fit();
    if (opened === "search") document.querySelector("#search-inside-query").select();
    if (opened === "contents") (document.querySelector("#contents [aria-current]") ?? document.querySelector("#contents a"))?.focus();
    if (!opened) tool(name)[0]?.focus();
  };
  const mode = (name) => {
    if (name) book.mode(name);
    Object.entries(MODE_TOOLS).forEach(([action, one]) => tool(action).forEach((b) => b.setAttribute("aria-pressed", String(book.isIn(one)))));
  };
  const actions = {
    previous: () => turn(-1),
    next: () => turn(1),
    first: () => book.go(0),
    last: () => book.go(pages.length - 1),
    search: () => side("search"),
    contents: () => side("contents"),
    close: () => reader.dataset.sidebar && side(reader.dataset.sidebar),
    isSideOpen: () => Boolean(reader.dataset.sidebar),
    text: () => {
      const on = text.toggle();
      tool("text").forEach((button) => button.setAttribute("aria-pressed", String(on)));
      book.fit();
    },
    onePage: () => mode("one"),
    twoPages: () => mode("two"),
    overview: () => mode("overview"),
    mode,
    larger: () => (text.isOn() ? text.grow(1) : book.zoom(1)),
    smaller: () => (text.isOn() ? text.grow(-1) : book.zoom(-1)),
    fullScreen: () => (document.fullscreenElement ? document.exitFullscreen() : reader.requestFullscreen()),
    copyLink: async () => {
      await navigator.clipboard.writeText(location.href);
      said.textContent = tool("copyLink")[0].dataset.copiedText;
      tool("copyLink")[0].textContent = tool("copyLink")[0].dataset.copiedText;
    },
    help: () => document.querySelector("#help").showModal(),
    goToPage: () => document.querySelector("#page-number").select(),
    nextMatch: () => finder.step(1),
    previousMatch: () => finder.step(-1),
  };
  const turn = (step) => (text.isOn() ? book.go(book.current() + step) : book.turn(step));
  return actions;
};

const act = (event, actions) => {
  const control = event.target.closest("[data-action]");
  if (!control) return;
  event.preventDefault();
  const menu = control.closest("details.menu");
  if (control.getAttribute("aria-disabled") !== "true") actions[control.dataset.action]?.();
  if (menu && control.dataset.action !== "copyLink") menu.open = false;
};

const follow = (event, book, actions) => {
  const link = event.target.closest("a[data-number]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  book.go(Number(link.dataset.number));
  if (sideCovers()) actions.close();
};

const leap = (event, pages, book) => {
  event.preventDefault();
  const field = document.querySelector("#page-number");
  const wanted = field.value.trim().toLowerCase();
  const labelled = pages.findIndex((page) => page.label.toLowerCase() === wanted);
  const number = labelled < 0 && pages[wanted - 1] ? wanted - 1 : labelled;
  field.setAttribute("aria-invalid", String(number < 0));
  if (number < 0) return field.select();
  book.go(number);
  field.blur();
};

const end = (link, reached) => {
  if (reached) link.setAttribute("aria-disabled", "true");
  else {
    link.removeAttribute("aria-disabled");
    link.href ||= "#";
  }
};

const here = (link, number) => {
  if (Number(link.dataset.number) === number) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
};

// The jump to the page itself happens in BookReader, which needs its styles: wait until all is loaded.
open().catch((error) => {
  reader.classList.remove("reader--live");
  if (error instanceof Refused) refuse();
  else throw error;
});
