// The text view: the text of the page, for screen readers, large letters and copying.
import { fragmentNodes } from "./fragments.js";

const SIZES = [1, 1.2, 1.44, 1.728, 2.074]; // rem
const KEY = "tu-sach:text-size";

export const makeTextView = ({ pages, book, highlights }) => {
  const reader = document.querySelector("#reader");
  const article = document.querySelector("#text");
  const title = article.querySelector("h2");
  const body = article.querySelector(".reader__page-text");
  let size = Number(localStorage.getItem(KEY)) || 0;
  let on = false;

  const resize = (step) => {
    size = Math.max(0, Math.min(size + step, SIZES.length - 1));
    localStorage.setItem(KEY, String(size));
    article.style.setProperty("--text-size", `${SIZES[size]}rem`);
  };

  const show = async (number) => {
    if (!on) return;
    const text = await highlights.pageText(number);
    if (number !== book.current()) return;
    article.lang = text.language;
    title.textContent = pages[number].name;
    body.replaceChildren(...fragmentNodes(text.fragments));
    article.scrollTop = 0;
    body.querySelector("mark")?.scrollIntoView({ block: "center" });
  };

  resize(0);
  return {
    isOn: () => on,
    resize,
    show,
    toggle: () => {
      on = !on;
      reader.classList.toggle("reader--text", on);
      document.querySelector("#book").inert = on;
      if (on) {
        show(book.current());
        article.focus();
      } else book.goTo(book.current());
      return on;
    },
  };
};
