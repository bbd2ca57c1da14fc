import assert from "node:assert/strict";
import { test } from "node:test";

import { findPage } from "../../static/reading/page_labels.js";

const pages = ["[1]", "i", "ii", "1", "2", "3", "P1"].map((label) => ({ label }));

test("a printed number goes before a position", () => {
  assert.equal(findPage(pages, "2"), 4);
  assert.equal(findPage(pages, "ii"), 2);
  assert.equal(findPage(pages, "[1]"), 0);
});

test("capitals, spaces and a word for page do not matter", () => {
  for (const typed of ["II", " ii ", "trang ii", "Tr. ii", "p.ii", "page II"]) assert.equal(findPage(pages, typed), 2, typed);
  assert.equal(findPage(pages, "Tr.3"), 5);
  assert.equal(findPage(pages, "p1"), 6);
});

test("a number that is not printed is a position in the book", () => {
  assert.equal(findPage(pages, "7"), 6);
});

test("what names no page is not found", () => {
  for (const typed of ["", " ", "0", "8", "-1", "1.5", "iv", "trang", "x2"]) assert.equal(findPage(pages, typed), -1, typed);
});
