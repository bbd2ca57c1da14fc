// The pages as a book: Internet Archive BookReader without its own controls, which those of the screen replace.
import { makeImageQueue } from "./image_queue.js";
import { imageUrl } from "./page_images.js";
import { spreads } from "./spreads.js";

const MODES = { one: 1, two: 2, overview: 3 };
const A4_INCHES = 8.27;
const SETTLE_MS = 700; // time in which BookReader arrives at a page
const SCROLLED = "#book .br-mode-1up__root, #book .br-mode-2up__root";

// BookReader calls every plugin for each page that it shows; this one lays the highlights over the page.
const registerHighlights = (highlights) => {
  BookReader.registerPlugin(
    "tuSachHighlights",
    class {
      setup() {}
      init() {}
      extendNavBar() {}
      _bindNavigationHandlers() {}
      _configureToolbar() {}
      _configurePageContainer(container) {
        if (container.page) highlights.attach(container.$container[0], container.page.index);
        return container;
      }
    },
  );
};

export const makeBook = ({ config, pages, start, highlights, onDenied }) => {
  registerHighlights(highlights);
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let target = start; // the page requested last; BookReader itself knows only the first page of a spread
  let onPageChange = () => {};

  const numbers = new Map(pages.map(({ id }, number) => [id, number]));
  const numberOf = (url) => numbers.get(url.match(/[0-9a-f-]{36}(?=[^/]*$)/)?.[0]) ?? -1;
  const images = makeImageQueue({
    isWanted: (number) => number === target,
    textOf: async (number) => (await highlights.pageText(number)).fragments.map(({ text }) => text).join(""),
  });

  const checkAccess = async (url) => {
    if (url === config.brokenImageUrl) return;
    const response = await fetch(url, { method: "HEAD" });
    if (!response.ok) onDenied();
  };

  const bookReader = new BookReader({
    el: "#book",
    ui: "embed",
    showToolbar: false,
    showNavbar: false,
    imagesBaseURL: config.bookreaderImagesUrl,
    bookTitle: document.querySelector(".reader__title").textContent,
    data: spreads(pages),
    getPageURI: (number, reduction) => imageUrl(config, pages[number], reduction),
    titleLeaf: start,
    leafNumToIndex: (number) => number,
    ppi: pages[0].width / A4_INCHES,
    flipSpeed: reducedMotion ? 1 : 250,
    renderPageURI: (image, url) => {
      image.onerror = () => checkAccess(url);
      images.add(image, url, numberOf(url));
    },
  });
  // BookReader calls its navigation bar even when its options hide it.
  for (const method of ["switchNavbarControls", "bindControlClickHandlers", "updateViewModeButton"]) {
    bookReader._components.navbar[method] = () => {};
  }
  bookReader.init();
  labelPages(pages);

  const isSpread = () => bookReader.mode === MODES.two;
  const spreadOf = (number) => {
    const { left, right } = bookReader.book.getPage(number).spread;
    return [left, right].filter(Boolean).map((page) => page.index);
  };
  const isTargetShown = () => (isSpread() ? spreadOf(target) : [target]).includes(bookReader.currentIndex());

  // BookReader drops a jump while a page is turning, and reports pages that it only passes: repeat until it has settled.
  let settledAt = 0; // of performance.now()
  const jump = (step) => {
    settledAt = performance.now() + SETTLE_MS;
    const twoPages = bookReader._modes.mode2Up.mode2UpLit;
    if (!isSpread()) bookReader.jumpToIndex(target);
    else if (twoPages.activeFlip) requestAnimationFrame(() => jump(step));
    else if (!isTargetShown()) twoPages.jumpToIndex(target, { smooth: Boolean(step) && !reducedMotion });
  };
  const goTo = (number, step) => {
    target = Math.max(0, Math.min(number, pages.length - 1));
    onPageChange(target);
    jump(step);
  };
  const turn = (step) => {
    const shown = isSpread() ? spreadOf(target) : [target];
    const next = step > 0 ? Math.max(...shown) + 1 : Math.min(...shown) - 1;
    if (next < 0 || next >= pages.length) return;
    goTo(isSpread() ? Math.min(...spreadOf(next)) : next, step);
  };
  bookReader.on(BookReader.eventNames.pageChanged, () => {
    if (isTargetShown() || performance.now() < settledAt) return;
    target = bookReader.currentIndex();
    onPageChange(target);
  });
  new ResizeObserver(() => bookReader.resize()).observe(document.querySelector("#stage"));

  return {
    goTo,
    turn,
    current: () => target,
    onPageChange: (callback) => (onPageChange = callback),
    setMode: (mode) => {
      bookReader.firstIndex = target; // each mode starts there; of a spread BookReader knows only the left page
      settledAt = performance.now() + SETTLE_MS;
      bookReader.switchMode(MODES[mode]);
    },
    isInMode: (mode) => bookReader.mode === MODES[mode],
    zoom: (step) => bookReader.zoom(step),
    resize: () => bookReader.resize(),
    scroll: (pixels) => {
      const scrolled = document.querySelector(SCROLLED) ?? document.querySelector("#book .BRcontainer");
      scrolled?.scrollBy({ top: pixels });
    },
  };
};

// Give pictures the names of their pages, and let the keyboard reach what scrolls.
const labelPages = (pages) => {
  const box = document.querySelector("#book");
  const label = () => {
    box.querySelectorAll(".BRpagecontainer[data-index]").forEach((container) => {
      const { name } = pages[Number(container.dataset.index)];
      container.querySelectorAll("img").forEach((image) => {
        if (image.alt !== name) image.alt = name;
      });
    });
    box.querySelectorAll(".BRcontainer, .br-mode-1up__root, .br-mode-2up__root").forEach((root) => {
      if (!root.hasAttribute("tabindex")) root.setAttribute("tabindex", "0");
    });
  };
  new MutationObserver(label).observe(box, { childList: true, subtree: true });
  label();
};
