import assert from "node:assert/strict";
import { test } from "node:test";

import { spreads } from "../../static/reading/spreads.js";

const labels = (...names) => spreads(names.map((label) => ({ width: 600, height: 800, label }))).map((spread) => spread.map(({ pageNum }) => pageNum));

test("the first page is alone on the right, then two face each other", () => {
  assert.deepEqual(labels("1", "2", "3", "4"), [["1"], ["2", "3"], ["4"]]);
});

test("odd numbers are on the right where the front matter says otherwise", () => {
  assert.deepEqual(labels("i", "1", "2", "3"), [["i", "1"], ["2", "3"]]);
  assert.deepEqual(labels("bìa", "i", "1", "2", "3"), [["bìa"], ["i", "1"], ["2", "3"]]);
});

test("pages without numbers start on the right", () => {
  assert.deepEqual(labels("bìa", "", "", ""), [["bìa"], ["", ""], [""]]);
});

test("a page keeps its size", () => {
  assert.deepEqual(spreads([{ width: 600, height: 800, label: "1" }]), [[{ width: 600, height: 800, pageNum: "1" }]]);
});
