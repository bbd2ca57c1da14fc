import assert from "node:assert/strict";
import { test } from "node:test";

import { makeQueue } from "../../static/upload/queue.js";
import { settle } from "./browser.js";

test("three tasks run at once, and the next starts when one ends", async () => {
  const queue = makeQueue();
  const started = [];
  const ends = [];
  for (const name of ["a", "b", "c", "d", "e"]) {
    queue.add(() => {
      started.push(name);
      return new Promise((resolve) => ends.push(resolve));
    });
  }
  assert.deepEqual(started, ["a", "b", "c"]);
  ends[1]();
  await settle();
  assert.deepEqual(started, ["a", "b", "c", "d"]);
});

test("tasks that end leave room for later ones", async () => {
  const queue = makeQueue();
  for (let number = 0; number < 4; number += 1) queue.add(async () => {});
  await settle();
  let ran = false;
  queue.add(async () => {
    ran = true;
  });
  assert.equal(ran, true);
});
