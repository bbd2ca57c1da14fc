import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { UploadError } from "../../static/upload/protocol.js";
import { withRetry } from "../../static/upload/retry.js";
import { installWindow, settle } from "./browser.js";

const trouble = () => new UploadError("trouble", { retryable: true, code: "500" });
const lost = () => new UploadError("lost", { retryable: true, code: "connection_lost" });

let window;
let controller;
let on;

const failing = (times, error) => {
  let left = times;
  return mock.fn(async () => {
    if (left > 0) {
      left -= 1;
      throw error();
    }
    return "done";
  });
};
const start = (attempt) => withRetry(attempt, { signal: controller.signal, ...on });
const pass = async (milliseconds) => {
  await settle();
  mock.timers.tick(milliseconds);
  await settle();
};

beforeEach(() => {
  window = installWindow();
  controller = new AbortController();
  on = { onOffline: mock.fn(), onRetry: mock.fn() };
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(Math, "random", () => 0.5); // no jitter
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test("an attempt that succeeds is made once", async () => {
  const attempt = failing(0);
  assert.equal(await start(attempt), "done");
  assert.equal(attempt.mock.callCount(), 1);
});

test("an error that no retry can heal is thrown at once", async () => {
  for (const error of [() => new UploadError("refused", { code: "403" }), () => new TypeError("unreadable")]) {
    const attempt = failing(1, error);
    await assert.rejects(start(attempt), (thrown) => thrown.message === error().message);
    assert.equal(attempt.mock.callCount(), 1);
  }
});

test("the pause doubles with every try", async () => {
  const attempt = failing(3, trouble);
  const result = start(attempt);
  for (const [count, pause] of [[1, 1000], [2, 2000], [3, 4000]]) {
    await pass(0);
    assert.equal(attempt.mock.callCount(), count);
    await pass(pause - 1);
    assert.equal(attempt.mock.callCount(), count, "before the pause is over");
    await pass(1);
    assert.equal(attempt.mock.callCount(), count + 1);
  }
  assert.equal(await result, "done");
  assert.equal(on.onRetry.mock.callCount(), 3);
});

test("a site in trouble is given up after eight tries", async () => {
  const attempt = failing(100, trouble);
  const rejected = assert.rejects(start(attempt), { message: "trouble" });
  for (let tries = 0; tries < 8; tries += 1) await pass(30_000);
  await rejected;
  assert.equal(attempt.mock.callCount(), 8);
});

test("a lost connection is never given up", async () => {
  const attempt = failing(20, lost);
  const result = start(attempt);
  for (let tries = 0; tries < 20; tries += 1) await pass(30_000);
  assert.equal(await result, "done");
});

test("nothing is tried while the browser is offline", async () => {
  window.setOnline(false);
  const attempt = failing(0);
  const result = start(attempt);
  await pass(600_000);
  assert.equal(attempt.mock.callCount(), 0);
  assert.equal(on.onOffline.mock.callCount(), 1);
  window.setOnline(true);
  assert.equal(await result, "done");
});

test("a failure while the browser is offline costs no try", async () => {
  const attempt = mock.fn(async () => {
    if (attempt.mock.callCount() >= 20) return "done";
    window.setOnline(false);
    throw trouble();
  });
  const result = start(attempt);
  for (let tries = 0; tries < 20; tries += 1) {
    await settle();
    window.setOnline(true);
  }
  assert.equal(await result, "done");
  assert.equal(on.onRetry.mock.callCount(), 0);
});

test("a connection that comes back ends the pause", async () => {
  const attempt = failing(1, trouble);
  const result = start(attempt);
  await settle();
  window.setOnline(true);
  assert.equal(await result, "done");
});

test("an abort ends the pause and the tries", async () => {
  const attempt = failing(100, trouble);
  const rejected = assert.rejects(start(attempt), { name: "AbortError" });
  await settle();
  controller.abort();
  await rejected;
  assert.equal(attempt.mock.callCount(), 1);
});
