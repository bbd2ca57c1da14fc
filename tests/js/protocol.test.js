import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { makeProtocol } from "../../static/upload/protocol.js";
import { installFetch, installWindow } from "./browser.js";

const messages = {
  signedOut: "signed out", unknown: "unknown upload", serverError: "server error", connectionLost: "connection lost",
};
const protocol = makeProtocol({ apiUrl: "/gui/", token: "secret", messages });

// The PUT of one part, held until the test answers it.
class FakeRequest extends EventTarget {
  constructor() {
    super();
    this.upload = new EventTarget();
    this.headers = {};
    FakeRequest.last = this;
  }

  open(method, url) {
    Object.assign(this, { method, url });
  }

  setRequestHeader(name, value) {
    this.headers[name] = value;
  }

  send(blob) {
    this.blob = blob;
  }

  answer(status, responseText = "") {
    Object.assign(this, { status, responseText });
    this.dispatchEvent(new Event("loadend"));
  }

  abort() {
    this.answer(0);
  }
}

const put = (url, signal = new AbortController().signal) => {
  const onProgress = mock.fn();
  const result = protocol.putPart(url, "the bytes", { md5: "digest=", onProgress, signal });
  return { result, request: FakeRequest.last, onProgress };
};

beforeEach(() => {
  installWindow();
  globalThis.location = new URL("http://school.test/so-hoa/");
  globalThis.XMLHttpRequest = FakeRequest;
});

afterEach(() => mock.timers.reset());

test("a request is JSON with the token of the form", async () => {
  const fetch = installFetch(() => [200, { files: [] }]);
  assert.deepEqual(await protocol.announce({ files: ["a"] }), { files: [] });
  const [url, options] = fetch.mock.calls[0].arguments;
  assert.equal(url, "/gui/");
  assert.equal(options.method, "POST");
  assert.equal(options.headers["X-CSRFToken"], "secret");
  assert.deepEqual(JSON.parse(options.body), { files: ["a"] });
});

test("an answer that is an error says whether a retry may help", async () => {
  const cases = [
    [500, "", true, "server error"],
    [503, "<html>", true, "server error"],
    [507, "", false, "server error"], // no space left
    [408, "", true, "server error"],
    [400, "<xml>", true, "server error"], // of a bucket: the part was changed on its way
    [400, { code: "empty" }, false, "server error"],
    [409, { code: "part_size_mismatch", sentence: "The part is cut." }, true, "The part is cut."],
    [403, "", false, "signed out"],
    [401, "", false, "signed out"],
    [404, "", false, "unknown upload"],
    [404, { code: "not_found", sentence: "Nothing here." }, false, "Nothing here."],
  ];
  for (const [status, body, retryable, message] of cases) {
    installFetch(() => [status, body]);
    await assert.rejects(protocol.finish("7"), (error) => {
      assert.deepEqual([error.retryable, error.message], [retryable, message], `${status} ${JSON.stringify(body)}`);
      assert.equal(error.code, body.code ?? String(status));
      return true;
    });
  }
});

test("no answer at all is a lost connection", async () => {
  installFetch(() => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(protocol.unfinished(), { code: "connection_lost", retryable: true, message: "connection lost" });
});

test("a part carries its digest, and the token to this site alone", async () => {
  const toSite = put("/gui/7/phan/1/");
  toSite.request.answer(204);
  await toSite.result;
  assert.deepEqual(toSite.request.headers, { "Content-MD5": "digest=", "X-CSRFToken": "secret" });

  const toBucket = put("https://bucket.test/part?signature=x");
  toBucket.request.answer(200);
  await toBucket.result;
  assert.deepEqual(toBucket.request.headers, { "Content-MD5": "digest=" });
});

test("a part reports how much of it has gone", async () => {
  const { result, request, onProgress } = put("/gui/7/phan/1/");
  request.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: 3, total: 9 }));
  request.answer(204);
  await result;
  assert.deepEqual(onProgress.mock.calls.map((call) => call.arguments), [[3]]);
});

test("a part that fails is an error like any other answer", async () => {
  const { result, request } = put("/gui/7/phan/1/");
  request.answer(409, JSON.stringify({ code: "part_size_mismatch", sentence: "The part is cut." }));
  await assert.rejects(result, { code: "part_size_mismatch", retryable: true });
});

test("a part that stalls for 45 seconds is a lost connection", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { result, request } = put("/gui/7/phan/1/");
  const rejected = assert.rejects(result, { code: "connection_lost" });
  mock.timers.tick(44_000);
  request.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: 3, total: 9 }));
  mock.timers.tick(44_999);
  assert.equal(request.status, undefined);
  mock.timers.tick(1);
  await rejected;
});

test("an abort stops the part", async () => {
  const controller = new AbortController();
  const { result, request } = put("/gui/7/phan/1/", controller.signal);
  controller.abort();
  await assert.rejects(result, { code: "connection_lost" });
  assert.equal(request.status, 0);
});
