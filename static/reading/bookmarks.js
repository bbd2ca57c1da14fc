// Bookmarks of the person who has signed in: a button for the page that is shown, and a list beside the contents.
export const makeBookmarks = ({ config, pages, status }) => {
  const tool = document.querySelector("[data-action=bookmark]");
  const list = document.querySelector("#bookmarks");
  if (!tool) return { toggle: () => {}, show: () => {} };
  let shown = 0;

  const render = () => {
    const marked = pages.map((page, number) => ({ page, number })).filter(({ page }) => page.marked);
    list.replaceChildren(...marked.map(({ page, number }) => line(page, number)));
    document.querySelector("#no-bookmarks").hidden = marked.length > 0;
  };
  const line = (page, number) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    item.className = "reader__chapter";
    link.href = `${config.readerUrl}?${new URLSearchParams({ trang: page.id })}`;
    link.dataset.number = number;
    link.textContent = page.name;
    item.append(link);
    return item;
  };
  const showTool = () => {
    const { marked } = pages[shown];
    tool.setAttribute("aria-pressed", String(Boolean(marked)));
    tool.title = marked ? tool.dataset.removeText : tool.dataset.addText;
  };

  const toggle = async () => {
    const page = pages[shown];
    const on = !page.marked;
    const token = document.querySelector("#csrf-token [name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ page: page.id, on: on ? "1" : "0" });
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const response = await fetch(config.bookmarkUrl, { method: "POST", headers, body });
    status.textContent = response.ok ? tool.dataset[on ? "addedText" : "removedText"] : tool.dataset.failedText;
    if (!response.ok) return;
    page.marked = on;
    render();
    showTool();
  };

  render();
  return {
    toggle,
    show: (number) => {
      shown = number;
      showTool();
    },
  };
};
