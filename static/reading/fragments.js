// A text as the server sends it, in fragments: those that match the search become <mark>.
export const fragmentNodes = (fragments) =>
  fragments.map(({ text, marked }) => {
    if (!marked) return document.createTextNode(text);
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  });
