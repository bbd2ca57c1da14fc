// The reader: makes a book of the page that the server sent. Each part has its own module; here they meet.
import { copyText } from "../theme/clipboard.js";
import { AccessDenied, fetchJson } from "./api.js";
import { makeBook } from "./book.js";
import { makeBookmarks } from "./bookmarks.js";
import { makeHighlights } from "./highlights.js";
import { findPage } from "./page_labels.js";
import { makePosition } from "./position.js";
import { makeSearchInside } from "./search_inside.js";
import { listenForShortcuts } from "./shortcuts.js";
import { makeTextView } from "./text_view.js";

const reader = document.querySelector("#reader");
const status = document.querySelector("#page-status");
const config = reader.dataset;
const SIDEBARS = ["search", "contents"];
const MODE_TOOLS = { onePage: "one", twoPages: "two", overview: "overview" };
const sidebarCoversPage = () => matchMedia("(max-width: 899.98px)").matches; // on phones
const tools = (action) => reader.querySelectorAll(`[data-action="${action}"]`);

const showDenied = () => {
  document.querySelector("#access-denied").hidden = false;
  document.querySelector("#book").hidden = true;
  document.querySelector("#text").hidden = true;
};

// On a slow line the page that is there comes before what makes a book of it.
const firstImage = async () => {
  const image = document.querySelector("#page-sheet img");
  if (image && !image.complete) await new Promise((done) => ["load", "error"].forEach((name) => image.addEventListener(name, done)));
};

const load = (name, attributes) =>
  new Promise((done, failed) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.addEventListener("load", done);
    element.addEventListener("error", () => failed(new Error(element.src || element.href)));
    document.head.append(element);
  });

const open = async () => {
  await firstImage();
  const stylesheet = load("link", { rel: "stylesheet", href: config.bookreaderStylesUrl });
  await load("script", { src: config.jqueryUrl });
  await Promise.all([stylesheet, load("script", { src: config.bookreaderUrl })]);
  const { pages } = await fetchJson(config.bookUrl);
  const position = makePosition(config, pages);
  const highlights = makeHighlights(config, pages, showDenied);
  const start = position.initial();
  reader.classList.add("reader--live");
  document.querySelector("#book").hidden = false;
  const book = makeBook({ config, pages, start, highlights, onDenied: showDenied });
  const textView = makeTextView({ pages, book, highlights });
  const onSelect = () => sidebarCoversPage() && actions.close();
  const searchInside = makeSearchInside({ config, book, highlights, onDenied: showDenied, onSelect });
  const bookmarks = makeBookmarks({ config, pages, status });
  const actions = makeActions({ pages, book, textView, searchInside, bookmarks });

  let shown = start;
  const show = (number) => {
    const page = pages[number];
    document.querySelector("#page-number").value = page.label;
    if (number !== shown) showProblem("");
    shown = number;
    document.querySelector("#page-count").textContent = `${number + 1} / ${pages.length}`;
    const slider = document.querySelector("#page-slider");
    slider.value = number;
    slider.setAttribute("aria-valuetext", page.name);
    status.textContent = page.name;
    tools("previous").forEach((link) => setDisabled(link, number === 0));
    tools("next").forEach((link) => setDisabled(link, number === pages.length - 1));
    document.querySelectorAll("#contents a").forEach((link) => setCurrent(link, Number(link.dataset.number) === number));
    searchInside.follow(number);
    textView.show(number);
    bookmarks.show(number);
    showPrintLink(page);
    position.save(number, searchInside.query());
  };
  book.onPageChange(show);
  reader.addEventListener("click", (event) => runAction(event, actions));
  for (const list of document.querySelectorAll("#contents, #bookmarks")) list.addEventListener("click", (event) => openChapter(event, book, actions));
  document.querySelector("#page-slider").addEventListener("change", (event) => book.goTo(Number(event.target.value)));
  document.querySelector("#go-to-page").addEventListener("submit", (event) => goToPage(event, pages, book));
  listenForShortcuts({ actions, book, textView });
  reader.querySelectorAll("[data-action][hidden], #page-slider").forEach((control) => (control.hidden = false));
  show(start);
  actions.showMode();
  if (searchInside.query()) searchInside.repeat();
};

const makeActions = ({ pages, book, textView, searchInside, bookmarks }) => {
  const toggleSidebar = (name) => {
    const opened = reader.dataset.sidebar === name ? "" : name;
    reader.dataset.sidebar = opened;
    SIDEBARS.forEach((one) => tools(one).forEach((tool) => tool.setAttribute("aria-expanded", String(opened === one))));
    book.resize();
    if (opened === "search") document.querySelector("#search-inside-query").select();
    if (opened === "contents") (document.querySelector("#contents [aria-current]") ?? document.querySelector("#contents a"))?.focus();
    if (!opened) tools(name)[0]?.focus();
  };
  const showMode = () => {
    Object.entries(MODE_TOOLS).forEach(([action, mode]) =>
      tools(action).forEach((tool) => tool.setAttribute("aria-pressed", String(book.isInMode(mode)))),
    );
  };
  const setMode = (mode) => {
    book.setMode(mode);
    showMode();
  };
  const turn = (step) => (textView.isOn() ? book.goTo(book.current() + step) : book.turn(step));
  return {
    previous: () => turn(-1),
    next: () => turn(1),
    first: () => book.goTo(0),
    last: () => book.goTo(pages.length - 1),
    search: () => toggleSidebar("search"),
    contents: () => toggleSidebar("contents"),
    close: () => reader.dataset.sidebar && toggleSidebar(reader.dataset.sidebar),
    isSidebarOpen: () => Boolean(reader.dataset.sidebar),
    text: () => {
      const on = textView.toggle();
      tools("text").forEach((tool) => tool.setAttribute("aria-pressed", String(on)));
      book.resize();
    },
    onePage: () => setMode("one"),
    twoPages: () => setMode("two"),
    overview: () => setMode("overview"),
    showMode,
    larger: () => (textView.isOn() ? textView.resize(1) : book.zoom(1)),
    smaller: () => (textView.isOn() ? textView.resize(-1) : book.zoom(-1)),
    fullScreen: () => (document.fullscreenElement ? document.exitFullscreen() : reader.requestFullscreen()),
    copyLink: async () => {
      const [tool] = tools("copyLink");
      if (!(await copyText(location.href))) return prompt(tool.textContent.trim(), location.href);
      status.textContent = tool.dataset.copiedText;
      tool.textContent = tool.dataset.copiedText;
    },
    bookmark: () => bookmarks.toggle(),
    print: () => document.querySelector("#print-link")?.click(),
    help: () => document.querySelector("#help").showModal(),
    goToPage: () => document.querySelector("#page-number").select(),
    nextMatch: () => searchInside.step(1),
    previousMatch: () => searchInside.step(-1),
  };
};

const runAction = (event, actions) => {
  const control = event.target.closest("[data-action]");
  if (!control || control.id === "print-link") return;
  event.preventDefault();
  const menu = control.closest("details.menu");
  if (control.getAttribute("aria-disabled") !== "true") actions[control.dataset.action]?.();
  if (menu && control.dataset.action !== "copyLink") menu.open = false;
};

const openChapter = (event, book, actions) => {
  const link = event.target.closest("a[data-number]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  book.goTo(Number(link.dataset.number));
  if (sidebarCoversPage()) actions.close();
};

const goToPage = (event, pages, book) => {
  event.preventDefault();
  const field = document.querySelector("#page-number");
  const number = findPage(pages, field.value);
  if (number < 0) {
    showProblem(field.value.trim().slice(0, 30));
    field.value = pages[book.current()].label;
    return field.select();
  }
  showProblem("");
  book.goTo(number);
  field.blur();
};

// Say that the book has no page of this number; an empty label removes the sentence.
const showProblem = (label) => {
  const problem = document.querySelector("#page-problem");
  problem.hidden = !label;
  problem.textContent = label && problem.dataset.sentence.replace("[label]", label);
};

// The link prints from the page that is shown.
const showPrintLink = (page) => {
  const link = document.querySelector("#print-link");
  if (link) link.search = new URLSearchParams({ tu: page.label, den: page.label });
};

const setDisabled = (link, disabled) => {
  if (disabled) return link.setAttribute("aria-disabled", "true");
  link.removeAttribute("aria-disabled");
  link.href ||= "#";
};

const setCurrent = (link, current) => {
  if (current) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
};

open().catch((error) => {
  reader.classList.remove("reader--live");
  if (error instanceof AccessDenied) showDenied();
  else throw error;
});
