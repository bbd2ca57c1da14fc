// Which pages face each other. In a printed book odd numbers are on the right; scans often lack the inside of the cover, so
// the first numbered page tells on which side the book starts.
const startsOnLeft = (pages) => {
  const numbered = pages.findIndex(({ label }) => /^[0-9]+$/.test(label));
  return numbered >= 0 && (numbered + Number(pages[numbered].label)) % 2 === 0;
};

// The pages as BookReader wants them: a list of spreads, each of one or two pages.
export const spreads = (pages) => {
  const leaves = pages.map(({ width, height, label }) => ({ width, height, pageNum: label }));
  const first = startsOnLeft(pages) ? [] : [leaves.slice(0, 1)];
  const rest = leaves.slice(first.length);
  return [...first, ...rest.flatMap((_leaf, index) => (index % 2 ? [] : [rest.slice(index, index + 2)]))];
};
