import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { makePosition } from "../../static/reading/position.js";
import { installDocument, installFetch, installLocalStorage } from "./browser.js";

const pages = ["p0", "p1", "p2"].map((id) => ({ id }));
const config = { user: "7", readerUrl: "/doc/1/", positionUrl: "/nho/1/", positionStore: "browser", page: "p0", pageInUrl: "" };
const KEY = "tu-sach:position:7:/doc/1/";

let stored;
let fetch;

beforeEach(() => {
  installDocument();
  stored = installLocalStorage();
  fetch = installFetch(() => [200, ""]);
  globalThis.history = { replaceState: mock.fn() };
  mock.timers.enable({ apis: ["setTimeout"] });
});

afterEach(() => mock.timers.reset());

test("without a loan the book opens where this browser left it", () => {
  const position = makePosition(config, pages);
  assert.equal(position.initial(), 0);
  stored.set(KEY, "p2");
  assert.equal(position.initial(), 2);
});

test("another user of the browser starts at the beginning", () => {
  stored.set(KEY, "p2");
  assert.equal(makePosition({ ...config, user: "8" }, pages).initial(), 0);
});

test("a page named by the address, or by the loan, goes before the browser's memory", () => {
  stored.set(KEY, "p2");
  assert.equal(makePosition({ ...config, page: "p1", pageInUrl: "yes" }, pages).initial(), 1);
  assert.equal(makePosition({ ...config, page: "p1", positionStore: "loan" }, pages).initial(), 1);
});

test("a page that the book no longer has is the first", () => {
  stored.set(KEY, "gone");
  assert.equal(makePosition(config, pages).initial(), 0);
});

test("the address follows at once, the browser's memory a moment later", () => {
  const position = makePosition(config, pages);
  position.save(1, "");
  position.save(2, "quốc phòng");
  const addresses = globalThis.history.replaceState.mock.calls.map((call) => call.arguments[2]);
  assert.deepEqual(addresses, ["/doc/1/?trang=p1", `/doc/1/?${new URLSearchParams({ trang: "p2", q: "quốc phòng" })}`]);
  assert.equal(stored.size, 0);
  mock.timers.tick(800);
  assert.equal(stored.get(KEY), "p2");
  assert.equal(fetch.mock.callCount(), 0);
});

test("the position of a loan goes to the site once it has settled, and not into the browser", () => {
  const position = makePosition({ ...config, positionStore: "loan" }, pages);
  position.save(2, "");
  position.save(1, "");
  mock.timers.tick(800);
  assert.equal(fetch.mock.callCount(), 1);
  const [url, options] = fetch.mock.calls[0].arguments;
  assert.equal(url, "/nho/1/");
  assert.equal(options.headers["X-CSRFToken"], "the token");
  assert.equal(options.body.get("page"), "p1");
  assert.equal(stored.size, 0);
});

test("a reader who leaves at once finds the last page again", () => {
  const position = makePosition({ ...config, positionStore: "history" }, pages);
  position.save(1, "");
  position.save(2, "");
  globalThis.document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(fetch.mock.callCount(), 1);
  assert.equal(fetch.mock.calls[0].arguments[1].body.get("page"), "p2");
  globalThis.document.dispatchEvent(new Event("visibilitychange"));
  mock.timers.tick(800);
  assert.equal(fetch.mock.callCount(), 1);
});
