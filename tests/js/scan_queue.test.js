// Scans of a cut line: what they mean, and that each is posted once and in its order.
import assert from "node:assert/strict";
import { test } from "node:test";

import { isCard, makeScanQueue, meaning } from "../../static/circulation/scan_queue.js";

const makeStorage = () => {
  const rows = new Map();
  return {
    getItem: (name) => rows.get(name) ?? null,
    setItem: (name, value) => rows.set(name, value),
    removeItem: (name) => rows.delete(name),
    rows,
  };
};

test("a card has a right check digit", () => {
  assert.ok(isCard("T00000000"));
  assert.ok(isCard("t12345674"));
  assert.ok(!isCard("T12345675"));
  assert.ok(!isCard("MV000001"));
});

test("a card chooses the reader, a book goes out to them, a book alone comes back", () => {
  assert.deepEqual(meaning({ text: "T12345674", act: "auto" }), { card: "T12345674", scan: null });
  assert.deepEqual(meaning({ text: "MV1", act: "auto", card: "T12345674" }).scan, { text: "MV1", act: "out", card: "T12345674" });
  assert.deepEqual(meaning({ text: "MV1", act: "auto", reader: "r" }).scan, { text: "MV1", act: "out", reader: "r" });
  assert.deepEqual(meaning({ text: "MV1", act: "auto" }).scan, { text: "MV1", act: "in" });
  assert.deepEqual(meaning({ text: "MV1", act: "in", reader: "r" }).scan, { text: "MV1", act: "in" });
});

test("scans are posted in order, refused ones are listed, a cut leaves the rest", async () => {
  const storage = makeStorage();
  const queue = makeScanQueue({ storage, key: "desk" });
  ["a", "b", "c"].forEach((scan) => queue.add({ scan, text: `MV-${scan}` }));
  const posted = [];
  await assert.rejects(
    queue.replay(async ({ scan }) => {
      if (scan === "c") throw new Error("no line");
      posted.push(scan);
      return scan === "b" ? { tone: "refused", sentence: "on loan" } : { tone: "done" };
    }),
  );
  assert.deepEqual(posted, ["a", "b"]);
  assert.deepEqual(queue.waiting().map((row) => row.scan), ["c"]);
  assert.deepEqual(queue.conflicts(), [{ text: "MV-b", sentence: "on loan" }]);
  await queue.replay(async () => ({ tone: "done" }));
  queue.clearConflicts();
  assert.equal(storage.rows.size, 0);
});

test("a storage with other text is taken for empty", () => {
  const storage = makeStorage();
  storage.setItem("desk:waiting", "no JSON");
  assert.deepEqual(makeScanQueue({ storage, key: "desk" }).waiting(), []);
});
