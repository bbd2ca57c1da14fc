import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fragmentNodes } from "../../static/reading/fragments.js";
import { FakeElement, installDocument } from "./browser.js";

beforeEach(installDocument);

test("only what matches is marked, and every text stays text", () => {
  const [before, match, after] = fragmentNodes([
    { text: "Nền ", marked: false },
    { text: "<b>quốc phòng</b>", marked: true },
    { text: " toàn dân", marked: false },
  ]);
  assert.deepEqual([before, after], ["Nền ", " toàn dân"]);
  assert.ok(match instanceof FakeElement);
  assert.equal(match.name, "mark");
  assert.equal(match.textContent, "<b>quốc phòng</b>");
});
