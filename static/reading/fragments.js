// Text in pieces, some of them marked, as the server sends it.
export const pieces = (parts) =>
  parts.map(({ text, marked }) => {
    if (!marked) return document.createTextNode(text);
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  });
