// The pages as a book: Internet Archive BookReader without its own controls, which the screen's own ones replace.
import { forPage } from "./api.js";

const MODES = { one: 1, two: 2, overview: 3 };
const SMALL = 6; // a picture shown this many times smaller than it is needs only its thumbnail
const A4_INCHES = 8.27;
const SETTLING = 700; // milliseconds in which BookReader arrives where it was sent

// BookReader calls every plugin for each page that it shows; ours lays the marks over it.
const registerMarks = (marks) => {
  BookReader.registerPlugin(
    "tuSachMarks",
    class {
      setup() {}
      init() {}
      extendNavBar() {}
      _bindNavigationHandlers() {}
      _configureToolbar() {}
      _configurePageContainer(container) {
        if (container.page) marks.cover(container.$container[0], container.page.index);
        return container;
      }
    },
  );
};

// In a printed book the odd numbers stand on the right. Scans often lack the inside of the cover: then all sides shift.
const beginsLeft = (pages) => {
  const numbered = pages.findIndex(({ label }) => /^[0-9]+$/.test(label));
  return numbered >= 0 && (numbered + Number(pages[numbered].label)) % 2 === 0;
};

const spreads = (pages) => {
  const leaves = pages.map(({ width, height, label }) => ({ width, height, pageNum: label }));
  const first = beginsLeft(pages) ? [] : [leaves.slice(0, 1)];
  const rest = leaves.slice(first.length);
  return [...first, ...rest.flatMap((_leaf, place) => (place % 2 ? [] : [rest.slice(place, place + 2)]))];
};

export const makeBook = ({ about, pages, start, marks, refuse }) => {
  registerMarks(marks);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let wanted = start; // what was asked for last; BookReader itself knows only the first page of a spread
  let turned = () => {};

  const picture = (number, reduce) => {
    const page = pages[number];
    if (page.broken) return about.brokenImageUrl;
    return forPage(reduce >= SMALL ? about.thumbnailUrl : about.imageUrl, about, page);
  };

  const options = {
    el: "#book",
    ui: "embed",
    showToolbar: false,
    showNavbar: false,
    imagesBaseURL: about.bookreaderImagesUrl,
    bookTitle: document.querySelector(".reader__title").textContent,
    data: spreads(pages),
    getPageURI: (number, reduce) => picture(number, reduce),
    titleLeaf: start,
    leafNumToIndex: (number) => number,
    ppi: pages[0].width / A4_INCHES,
    flipSpeed: still ? 1 : 250,
    renderPageURI: (image, address) => {
      image.onerror = () => about.brokenImageUrl !== address && fetch(address, { method: "HEAD" }).then((a) => a.ok || refuse());
      image.src = address;
    },
  };
  const reader = new BookReader(options);
  // Asked for without its navigation bar, it still tells the bar what happens.
  for (const told of ["switchNavbarControls", "bindControlClickHandlers", "updateViewModeButton"]) {
    reader._components.navbar[told] = () => {};
  }
  reader.init();
  name(pages);

  const spread = (number) => {
    const { left, right } = reader.book.getPage(number).spread;
    return [left, right].filter(Boolean).map((page) => page.index);
  };
  const isShown = () => (reader.mode === MODES.two ? spread(wanted) : [wanted]).includes(reader.currentIndex());

  // BookReader drops a jump while a page is turning, and tells of pages that it only passes: go on until all is quiet.
  let quiet = 0;
  const arrive = (step) => {
    quiet = performance.now() + SETTLING;
    const two = reader._modes.mode2Up.mode2UpLit;
    if (reader.mode !== MODES.two) reader.jumpToIndex(wanted);
    else if (two.activeFlip) requestAnimationFrame(() => arrive(step));
    else if (!isShown()) two.jumpToIndex(wanted, { smooth: Boolean(step) && !still });
  };
  const go = (number, step) => {
    wanted = Math.max(0, Math.min(number, pages.length - 1));
    turned(wanted);
    arrive(step);
  };
  const turn = (step) => {
    const here = reader.mode === MODES.two ? spread(wanted) : [wanted];
    const there = step > 0 ? Math.max(...here) + 1 : Math.min(...here) - 1;
    if (there < 0 || there >= pages.length) return;
    go(reader.mode === MODES.two ? Math.min(...spread(there)) : there, step);
  };
  reader.on(BookReader.eventNames.pageChanged, () => {
    if (isShown() || performance.now() < quiet) return;
    wanted = reader.currentIndex();
    turned(wanted);
  });
  new ResizeObserver(() => reader.resize()).observe(document.querySelector("#stage"));

  return {
    go,
    turn,
    current: () => wanted,
    onTurn: (then) => (turned = then),
    mode: (name) => {
      reader.firstIndex = wanted; // each mode begins there; of a spread BookReader knows only the left page
      quiet = performance.now() + SETTLING;
      reader.switchMode(MODES[name]);
    },
    isIn: (name) => reader.mode === MODES[name],
    zoom: (step) => reader.zoom(step),
    fit: () => reader.resize(),
    scroll: (step) => scrolling()?.scrollBy({ top: step }),
  };
};

const SCROLLING = "#book .br-mode-1up__root, #book .br-mode-2up__root";
const scrolling = () => document.querySelector(SCROLLING) ?? document.querySelector("#book .BRcontainer");

// Pictures get the names of their pages, and what scrolls can be reached by keyboard.
const name = (pages) => {
  const box = document.querySelector("#book");
  const dress = () => {
    box.querySelectorAll(".BRpagecontainer[data-index]").forEach((container) => {
      const page = pages[Number(container.dataset.index)];
      container.querySelectorAll("img").forEach((image) => image.alt !== page.name && (image.alt = page.name));
    });
    box.querySelectorAll(".BRcontainer, .br-mode-1up__root, .br-mode-2up__root").forEach((root) => {
      if (!root.hasAttribute("tabindex")) root.setAttribute("tabindex", "0");
    });
  };
  new MutationObserver(dress).observe(box, { childList: true, subtree: true });
  dress();
};
