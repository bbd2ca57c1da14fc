import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { makeBookmarks } from "../../static/reading/bookmarks.js";
import { FakeElement, installDocument, installFetch } from "./browser.js";

const config = { readerUrl: "/doc/1/", bookmarkUrl: "/doc/1/dau-trang/" };
const texts = { addText: "Mark", removeText: "Unmark", addedText: "Marked", removedText: "Unmarked", failedText: "Failed" };

let parts;
let pages;
let status;

beforeEach(() => {
  installDocument();
  parts = { "#bookmarks": new FakeElement("ol"), "#no-bookmarks": {}, "[data-action=bookmark]": new FakeElement("button") };
  parts["[data-action=bookmark]"].dataset = texts;
  globalThis.document.querySelector = (selector) => parts[selector] ?? { value: "the token" };
  globalThis.document.createElement = (name) => Object.assign(new FakeElement(name), { dataset: {} });
  pages = ["p0", "p1"].map((id) => ({ id, name: `Page ${id}`, marked: false }));
  status = {};
});

const listed = () => parts["#bookmarks"].children.map((item) => item.children[0].textContent);

test("the shown page is marked, listed and unmarked", async () => {
  const fetch = installFetch(() => [200, ""]);
  const bookmarks = makeBookmarks({ config, pages, status });
  bookmarks.show(1);
  await bookmarks.toggle();
  assert.equal(String(fetch.mock.calls[0].arguments[1].body), "page=p1&on=1");
  assert.deepEqual(listed(), ["Page p1"]);
  assert.equal(parts["[data-action=bookmark]"].attributes["aria-pressed"], "true");
  assert.equal(status.textContent, "Marked");
  assert.equal(parts["#no-bookmarks"].hidden, true);

  await bookmarks.toggle();
  assert.equal(String(fetch.mock.calls[1].arguments[1].body), "page=p1&on=0");
  assert.deepEqual(listed(), []);
  assert.equal(parts["#no-bookmarks"].hidden, false);
});

test("what the site refuses is not shown as marked", async () => {
  installFetch(() => [403, ""]);
  const bookmarks = makeBookmarks({ config, pages, status });
  bookmarks.show(0);
  await bookmarks.toggle();
  assert.deepEqual([listed(), status.textContent, pages[0].marked], [[], "Failed", false]);
});

test("a visitor has no bookmarks", async () => {
  delete parts["[data-action=bookmark]"];
  globalThis.document.querySelector = () => null;
  const bookmarks = makeBookmarks({ config, pages, status });
  bookmarks.show(0);
  await bookmarks.toggle();
  assert.equal(status.textContent, undefined);
});
