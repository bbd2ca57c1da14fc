// The page that a reader names: by its printed number (iii, 12) or, if no page has it, by its position in the book.
const PREFIX = /^(trang|tr|page|p)[.\s]*(?=[\divxlcdm[])/;

// The number of the page in the book, from 0; -1 if there is none. "Tr. 12" is 12, "III" is iii.
export const findPage = (pages, typed) => {
  const whole = typed.normalize("NFC").trim().toLowerCase();
  const names = [whole, whole.replace(PREFIX, "")];
  for (const name of names) {
    const labelled = pages.findIndex((page) => page.label.toLowerCase() === name);
    if (name && labelled >= 0) return labelled;
  }
  const position = /^\d+$/.test(names[1]) ? Number(names[1]) : 0;
  return pages[position - 1] ? position - 1 : -1;
};
