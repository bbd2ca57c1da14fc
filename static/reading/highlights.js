// The words looked for: what the server knows of each page, asked for once, and drawn over the page's picture.
import { ask, forPage, Refused } from "./api.js";

const SVG = "http://www.w3.org/2000/svg";

export const makeMarks = (about, pages, refuse) => {
  let words = "";
  let way = ""; // how strictly the whole book was searched: each page is searched in the same way
  let known = new Map();
  const layers = new Map(); // page number → the layers that show it, one in each mode

  const written = (number) => {
    if (!known.has(number)) {
      const address = forPage(about.textUrl, about, pages[number]);
      const wanted = words ? `${address}?${new URLSearchParams({ q: words, how: way })}` : address;
      known.set(number, ask(wanted).catch((error) => forget(number, error)));
    }
    return known.get(number);
  };

  const forget = (number, error) => {
    known.delete(number);
    if (error instanceof Refused) refuse();
    return { name: pages[number].name, language: "vi", parts: [], boxes: [] };
  };

  const draw = async (number, layer) => {
    const asked = words;
    const boxes = asked ? (await written(number)).boxes : [];
    if (asked === words) layer.replaceChildren(...boxes.map(rectangle));
  };

  return {
    written,
    words: () => words,
    look: (wanted, how) => {
      words = wanted;
      way = how;
      known = new Map();
      layers.forEach((all, number) => all.forEach((layer) => draw(number, layer)));
    },
    cover: (container, number) => {
      const layer = document.createElementNS(SVG, "svg");
      layer.setAttribute("class", "page-highlights");
      layer.setAttribute("viewBox", "0 0 10000 10000"); // places are ten-thousandths of the picture
      layer.setAttribute("preserveAspectRatio", "none");
      layer.setAttribute("aria-hidden", "true");
      container.append(layer);
      layers.set(number, [...(layers.get(number) ?? []), layer]);
      if (words) draw(number, layer);
    },
  };
};

const rectangle = ([x, y, width, height]) => {
  const rect = document.createElementNS(SVG, "rect");
  Object.entries({ x, y, width, height, rx: 30 }).forEach(([name, value]) => rect.setAttribute(name, value));
  return rect;
};
