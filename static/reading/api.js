// Requests for JSON. A refusal is an error of its own: the loan has ended, and the reader closes the book.
export class AccessDenied extends Error {}

export const fetchJson = async (url) => {
  const response = await fetch(url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (response.status === 403 || response.status === 404) throw new AccessDenied(url);
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.json();
};

// The HTML names addresses for the first page shown; those of another page differ in the page's id alone.
export const pageUrl = (url, config, page) => url.replace(config.page, page.id);
