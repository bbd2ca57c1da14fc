// Return the text with the subfield at the cursor one place earlier or later, and the cursor that went with it.
export const withSubfieldMoved = (text, cursor, by) => {
  const pieces = text.split(/(?=\$[0-9a-z])/u).map((piece) => piece.trim());
  const starts = [];
  for (const match of text.matchAll(/\$[0-9a-z]/gu)) starts.push(match.index);
  const hasHead = text.search(/\$[0-9a-z]/u) > 0;
  const head = hasHead ? [pieces.shift()] : [];
  const at = starts.filter((start) => start <= cursor).length - 1;
  const to = at + by;
  if (at < 0 || to < 0 || to >= pieces.length) return [text, cursor];
  [pieces[at], pieces[to]] = [pieces[to], pieces[at]];
  const before = [...head, ...pieces.slice(0, to)];
  return [[...head, ...pieces].join(" "), before.map((piece) => piece.length + 1).reduce((sum, length) => sum + length, 0)];
};
