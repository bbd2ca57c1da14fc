// Keyboard shortcuts: every function of the reader has a key. BookReader handles arrows, Home, End, + and − itself while it
// is in view, so these listen before it does.
const SCROLL_STEP = 80; // pixels

export const listenForShortcuts = ({ actions, book, textView }) => {
  const keys = {
    "/": actions.search,
    c: actions.contents,
    t: actions.text,
    b: actions.bookmark,
    i: actions.print,
    g: actions.goToPage,
    n: actions.nextMatch,
    p: actions.previousMatch,
    f: actions.fullScreen,
    1: actions.onePage,
    2: actions.twoPages,
    3: actions.overview,
    "?": actions.help,
    "+": actions.larger,
    "=": actions.larger,
    "-": actions.smaller,
    ArrowLeft: actions.previous,
    ArrowRight: actions.next,
    Home: actions.first,
    End: actions.last,
  };

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.key === "Escape" && actions.isSidebarOpen()) return handle(event, actions.close);
      if (event.target.closest("input, textarea, select")) return;
      const pixels = { ArrowDown: SCROLL_STEP, ArrowUp: -SCROLL_STEP }[event.key];
      const scrollsBook = pixels && !textView.isOn() && !event.target.closest(".reader__sidebar");
      if (scrollsBook) return handle(event, () => book.scroll(pixels));
      const action = keys[event.key] ?? keys[event.key.toLowerCase()];
      if (action) handle(event, action);
    },
    { capture: true },
  );
};

const handle = (event, action) => {
  event.preventDefault();
  event.stopPropagation();
  action();
};
