// The text of each page, requested once for each search, and the matches drawn over the picture of the page.
import { AccessDenied, fetchJson, pageUrl } from "./api.js";

const SVG = "http://www.w3.org/2000/svg";

export const makeHighlights = (config, pages, onDenied) => {
  let query = "";
  let mode = ""; // how strictly the book was searched: each page is searched in the same way
  let texts = new Map(); // page number → promise of its text
  const layers = new Map(); // page number → the layers that show it, one in each view of the book

  const pageText = (number) => {
    if (!texts.has(number)) {
      const url = pageUrl(config.textUrl, config, pages[number]);
      const searching = query ? `${url}?${new URLSearchParams({ q: query, mode })}` : url;
      texts.set(number, fetchJson(searching).catch((error) => withoutText(number, error)));
    }
    return texts.get(number);
  };

  // The next request for this page tries again.
  const withoutText = (number, error) => {
    texts.delete(number);
    if (error instanceof AccessDenied) onDenied();
    return { name: pages[number].name, language: "vi", fragments: [], boxes: [] };
  };

  const draw = async (number, layer) => {
    const drawn = query;
    const boxes = drawn ? (await pageText(number)).boxes : [];
    if (drawn === query) layer.replaceChildren(...boxes.map(rectangle));
  };

  return {
    pageText,
    setQuery: (newQuery, newMode) => {
      query = newQuery;
      mode = newMode;
      texts = new Map();
      layers.forEach((all, number) => all.forEach((layer) => draw(number, layer)));
    },
    attach: (container, number) => {
      const layer = document.createElementNS(SVG, "svg");
      layer.setAttribute("class", "page-highlights");
      layer.setAttribute("viewBox", "0 0 10000 10000"); // the server sends ten-thousandths of the picture
      layer.setAttribute("preserveAspectRatio", "none");
      layer.setAttribute("aria-hidden", "true");
      container.append(layer);
      layers.set(number, [...(layers.get(number) ?? []), layer]);
      if (query) draw(number, layer);
    },
  };
};

const rectangle = ([x, y, width, height]) => {
  const rect = document.createElementNS(SVG, "rect");
  Object.entries({ x, y, width, height, rx: 30 }).forEach(([name, value]) => rect.setAttribute(name, value));
  return rect;
};
