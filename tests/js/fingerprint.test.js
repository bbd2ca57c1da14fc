import assert from "node:assert/strict";
import { test } from "node:test";

import { fingerprint } from "../../static/upload/fingerprint.js";

const SAMPLE = 64 * 1024;

const bytes = (size, changes = {}) => {
  const content = new Uint8Array(size);
  for (const [at, value] of Object.entries(changes)) content[at] = value;
  return new Blob([content]);
};

test("the value of a known file never changes: the site compares it with one of last week", async () => {
  assert.equal(await fingerprint(new Blob(["abc"])), "1a47e90bb9de7311");
});

test("the same content has the same fingerprint, another content another one", async () => {
  assert.equal(await fingerprint(bytes(1000)), await fingerprint(bytes(1000)));
  assert.notEqual(await fingerprint(bytes(1000)), await fingerprint(bytes(1001)));
  assert.notEqual(await fingerprint(bytes(1000)), await fingerprint(bytes(1000, { 500: 1 })));
});

test("of a large file the first and the last bytes count", async () => {
  const size = 3 * SAMPLE;
  const plain = await fingerprint(bytes(size));
  assert.notEqual(plain, await fingerprint(bytes(size, { 0: 1 })));
  assert.notEqual(plain, await fingerprint(bytes(size, { [size - 1]: 1 })));
  assert.equal(plain, await fingerprint(bytes(size, { [1.5 * SAMPLE]: 1 })));
});
