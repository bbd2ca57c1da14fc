// Every function of the reader by key. BookReader listens to arrows, Home, End, + and − itself while it is in view.
const STEP = 80;

export const listenToKeys = ({ actions, book, text }) => {
  const keys = {
    "/": actions.search,
    c: actions.contents,
    t: actions.text,
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

  // Before BookReader and the frame of the site hear the key: one key, one answer.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.key === "Escape" && actions.isSideOpen()) return stop(event, actions.close);
      if (event.target.closest("input, textarea, select")) return;
      const move = { ArrowDown: STEP, ArrowUp: -STEP }[event.key];
      if (move && !text.isOn() && !event.target.closest(".reader__sidebar")) return stop(event, () => book.scroll(move));
      const act = keys[event.key] ?? keys[event.key.toLowerCase()];
      if (act) stop(event, act);
    },
    { capture: true },
  );
};

const stop = (event, then) => {
  event.preventDefault();
  event.stopPropagation();
  then();
};
