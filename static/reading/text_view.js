// The text view: what is written on the page, for screen readers, large letters and copying.
import { pieces } from "./fragments.js";

const SIZES = [1, 1.2, 1.44, 1.728, 2.074];
const KEY = "tu-sach:text-size";

export const makeText = ({ pages, book, marks }) => {
  const reader = document.querySelector("#reader");
  const article = document.querySelector("#text");
  const title = article.querySelector("h2");
  const body = article.querySelector(".reader__page-text");
  let size = Number(localStorage.getItem(KEY)) || 0;
  let on = false;

  const grow = (step) => {
    size = Math.max(0, Math.min(size + step, SIZES.length - 1));
    localStorage.setItem(KEY, String(size));
    article.style.setProperty("--text-size", `${SIZES[size]}rem`);
  };

  const show = async (number) => {
    if (!on) return;
    const written = await marks.written(number);
    if (number !== book.current()) return;
    article.lang = written.language;
    title.textContent = pages[number].name;
    body.replaceChildren(...pieces(written.parts));
    article.scrollTop = 0;
    body.querySelector("mark")?.scrollIntoView({ block: "center" });
  };

  grow(0);
  return {
    isOn: () => on,
    grow,
    show,
    toggle: () => {
      on = !on;
      reader.classList.toggle("reader--text", on);
      document.querySelector("#book").inert = on;
      if (on) {
        show(book.current());
        article.focus();
      } else book.go(book.current());
      return on;
    },
  };
};
