import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { UploadError } from "../../static/upload/protocol.js";
import { transfer } from "../../static/upload/transfer.js";
import { installWindow } from "./browser.js";

const PART_SIZE = 3;
const MD5_OF_ABC = "kAFQmDzST7DWlj99KOF/cg=="; // RFC 1321, A.5, in base64

let on;
let protocol;

beforeEach(() => {
  installWindow();
  mock.method(globalThis, "setTimeout", (callback) => setImmediate(callback)); // pauses between tries take no time
  on = { progress: mock.fn(), offline: mock.fn(), retry: mock.fn(), finishing: mock.fn() };
  protocol = {
    partUrl: (id, number) => `/site/${id}/${number}`,
    directPartUrl: mock.fn(async (id, number) => `https://bucket.test/${id}/${number}`),
    putPart: mock.fn(async (_url, blob, { onProgress }) => onProgress(blob.size)),
    finish: mock.fn(async () => ({ next: "/so-hoa/7/" })),
  };
});

const run = (content, { parts = [], direct = false, reload } = {}) =>
  transfer({
    file: new Blob([content]),
    upload: { id: "7", parts },
    partSize: PART_SIZE,
    direct,
    protocol,
    reload,
    on,
    signal: new AbortController().signal,
  });
const puts = () => protocol.putPart.mock.calls.map(({ arguments: [url, blob] }) => [url, blob.size]);

test("the parts that the site lacks are sent in their order, then the end", async () => {
  assert.deepEqual(await run("abcdefgh", { parts: [2] }), { next: "/so-hoa/7/" });
  assert.deepEqual(puts(), [["/site/7/1", 3], ["/site/7/3", 2]]);
  assert.equal(on.finishing.mock.callCount(), 1);
});

test("progress counts the parts that were stored before", async () => {
  await run("abcdefgh", { parts: [1] });
  const bytes = on.progress.mock.calls.map((call) => call.arguments[0]);
  assert.equal(bytes[0], 3);
  assert.equal(bytes.at(-1), 8);
  assert.deepEqual(bytes, bytes.toSorted((a, b) => a - b));
});

test("a part that goes straight to the bucket carries its MD5", async () => {
  await run("abc", { direct: true });
  const [url, , options] = protocol.putPart.mock.calls[0].arguments;
  assert.equal(url, "https://bucket.test/7/1");
  assert.equal(options.md5, MD5_OF_ABC);
  assert.deepEqual(protocol.directPartUrl.mock.calls[0].arguments, ["7", 1, MD5_OF_ABC]);
});

test("a bucket that fails twice is left alone: all parts go through the site", async () => {
  protocol.putPart = mock.fn(async (url) => {
    if (url.startsWith("https://bucket.test/")) throw new UploadError("no CORS", { retryable: true, code: "connection_lost" });
  });
  await run("abcdef", { direct: true });
  assert.deepEqual(puts().map(([url]) => url), ["https://bucket.test/7/1", "https://bucket.test/7/1", "/site/7/1", "/site/7/2"]);
});

test("parts that the site has lost are sent again", async () => {
  let finished = 0;
  protocol.finish = mock.fn(async () => {
    finished += 1;
    if (finished === 1) throw new UploadError("broken", { code: "upload_broken" });
    return { next: "/so-hoa/7/" };
  });
  await run("abcdef", { reload: async () => ({ parts: [1] }) });
  assert.deepEqual(puts().map(([url]) => url), ["/site/7/1", "/site/7/2", "/site/7/2"]);
});

test("after three broken rounds the error is the user's to see", async () => {
  protocol.finish = mock.fn(async () => {
    throw new UploadError("broken", { code: "upload_broken" });
  });
  await assert.rejects(run("abc", { reload: async () => ({ parts: [1] }) }), { code: "upload_broken" });
  assert.equal(protocol.finish.mock.callCount(), 3);
});
