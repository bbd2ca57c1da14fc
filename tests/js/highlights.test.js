import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { makeHighlights } from "../../static/reading/highlights.js";
import { FakeElement, installDocument, installFetch, settle } from "./browser.js";

const config = { page: "p0", textUrl: "/trang/p0/chu" };
const pages = [{ id: "p0", name: "Trang 1" }, { id: "p1", name: "Trang 2" }];
const text = (...boxes) => ({ name: "", language: "vi", fragments: [], boxes });

let onDenied;

beforeEach(() => {
  installDocument();
  onDenied = mock.fn();
});

const make = (answer) => {
  const fetch = installFetch(answer);
  return { highlights: makeHighlights(config, pages, onDenied), urls: () => fetch.mock.calls.map((call) => call.arguments[0]) };
};
const boxesIn = (container) => container.children[0].children.map(({ attributes }) => attributes.x);

test("the text of a page is requested once for each search", async () => {
  const { highlights, urls } = make(() => [200, text()]);
  await highlights.pageText(1);
  await highlights.pageText(1);
  highlights.setQuery("quốc phòng", "words");
  await highlights.pageText(1);
  assert.deepEqual(urls(), ["/trang/p1/chu", `/trang/p1/chu?${new URLSearchParams({ q: "quốc phòng", mode: "words" })}`]);
});

test("matches are drawn on each layer of their page, and a new search replaces them", async () => {
  const { highlights } = make((url) => [200, url.includes("q=a") ? text([1, 2, 3, 4]) : text([5, 6, 7, 8], [9, 9, 9, 9])]);
  const containers = [new FakeElement("div"), new FakeElement("div")];
  containers.forEach((container) => highlights.attach(container, 0));
  highlights.setQuery("a", "words");
  await settle();
  assert.deepEqual(containers.map(boxesIn), [[1], [1]]);
  highlights.setQuery("b", "words");
  await settle();
  assert.deepEqual(containers.map(boxesIn), [[5, 9], [5, 9]]);
  highlights.setQuery("", "");
  await settle();
  assert.deepEqual(containers.map(boxesIn), [[], []]);
});

test("an answer that comes after the next search is not drawn", async () => {
  let answerSlowly;
  const { highlights } = make((url) => (url.includes("q=slow") ? new Promise((resolve) => (answerSlowly = resolve)) : [200, text([5, 6, 7, 8])]));
  const container = new FakeElement("div");
  highlights.attach(container, 0);
  highlights.setQuery("slow", "words");
  await settle();
  highlights.setQuery("fast", "words");
  await settle();
  answerSlowly([200, text([1, 2, 3, 4])]);
  await settle();
  assert.deepEqual(boxesIn(container), [5]);
});

test("a page whose text fails is shown without it, and is requested again", async () => {
  let status = 500;
  const { highlights, urls } = make(() => [status, text([1, 2, 3, 4])]);
  assert.deepEqual(await highlights.pageText(0), { name: "Trang 1", language: "vi", fragments: [], boxes: [] });
  assert.equal(onDenied.mock.callCount(), 0);
  status = 200;
  assert.deepEqual((await highlights.pageText(0)).boxes, [[1, 2, 3, 4]]);
  assert.equal(urls().length, 2);
});

test("a refusal closes the book", async () => {
  const { highlights } = make(() => [403, ""]);
  await highlights.pageText(0);
  assert.equal(onDenied.mock.callCount(), 1);
});
