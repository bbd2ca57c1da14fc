// Where she is: in the address, and kept for the next time, with her loan or in this browser alone.
const later = (then, wait) => {
  let timer;
  return (...all) => {
    clearTimeout(timer);
    timer = setTimeout(() => then(...all), wait);
  };
};

export const makePlace = (about, pages) => {
  // One browser may serve many pupils: the place is kept under who she is here.
  const key = `tu-sach:position:${about.user}:${about.readerUrl}`;
  const number = (id) => pages.findIndex((page) => page.id === id);

  const send = (id) => {
    const token = document.querySelector("#csrf-token [name=csrfmiddlewaretoken]").value;
    fetch(about.positionUrl, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ page: id }), keepalive: true });
  };
  const store = later((id) => (about.positionStore === "loan" ? send(id) : localStorage.setItem(key, id)), 800);

  return {
    first: () => {
      const sent = number(about.page);
      if (about.pageInUrl === "yes" || about.positionStore === "loan") return Math.max(sent, 0);
      return Math.max(number(localStorage.getItem(key)), 0);
    },
    keep: (at, words) => {
      const wanted = new URLSearchParams({ trang: pages[at].id, ...(words ? { q: words } : {}) });
      history.replaceState(null, "", `${about.readerUrl}?${wanted}`);
      store(pages[at].id);
    },
  };
};
