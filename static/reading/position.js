// The reader's position: in the address, and stored for the next visit: with the loan, in the reading history of a person who
// asked for one, or in this browser alone.
const SAVE_DELAY_MS = 800;

// Call back once the calls have settled, or as soon as the page is left or hidden.
const debounced = (callback, milliseconds) => {
  let timer = null;
  let last = [];
  const run = () => {
    clearTimeout(timer);
    timer = null;
    callback(...last);
  };
  document.addEventListener("visibilitychange", () => timer !== null && run());
  return (...args) => {
    clearTimeout(timer);
    last = args;
    timer = setTimeout(run, milliseconds);
  };
};

export const makePosition = (config, pages) => {
  // One browser may serve many pupils, so the key names the user.
  const key = `tu-sach:position:${config.user}:${config.readerUrl}`;
  const onServer = config.positionStore !== "browser";
  const numberOf = (id) => pages.findIndex((page) => page.id === id);

  const send = (id) => {
    const token = document.querySelector("#csrf-token [name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ page: id });
    fetch(config.positionUrl, { method: "POST", headers: { "X-CSRFToken": token }, body, keepalive: true });
  };
  const store = debounced((id) => (onServer ? send(id) : localStorage.setItem(key, id)), SAVE_DELAY_MS);

  return {
    // The number of the page to open: the one that the address names or the server remembers, else the one stored here.
    initial: () => {
      if (config.pageInUrl === "yes" || onServer) return Math.max(numberOf(config.page), 0);
      return Math.max(numberOf(localStorage.getItem(key)), 0);
    },
    save: (number, query) => {
      const parameters = new URLSearchParams({ trang: pages[number].id, ...(query ? { q: query } : {}) });
      history.replaceState(null, "", `${config.readerUrl}?${parameters}`);
      store(pages[number].id);
    },
  };
};
