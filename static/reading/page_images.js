// Which copy of a page image a screen needs: the server has copies of several widths, and a thumbnail.
import { pageUrl } from "./api.js";

const THUMBNAIL_REDUCTION = 6; // an image shown this many times smaller than it is needs only its thumbnail
const FINEST = 1.4; // on finer screens letters are clear enough with this many pixels for each of the layout
const ENOUGH = 0.9; // of the wanted width

// `reduction`: how many times smaller the page is shown, rounded down to a power of two by BookReader.
export const imageUrl = (config, page, reduction) => {
  if (page.broken) return config.brokenImageUrl;
  if (reduction >= THUMBNAIL_REDUCTION) return pageUrl(config.thumbnailUrl, config, page);
  const wanted = (page.width / reduction) * Math.min(devicePixelRatio, FINEST) * ENOUGH;
  const width = page.widths.find((one) => one >= wanted) ?? page.widths.at(-1);
  return width ? pageUrl(config.sizeUrl, config, page).replace("-0.webp", `-${width}.webp`) : pageUrl(config.imageUrl, config, page);
};
