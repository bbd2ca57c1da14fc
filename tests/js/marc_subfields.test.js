import assert from "node:assert/strict";
import { test } from "node:test";

import { withSubfieldMoved } from "../../static/portal/marc/subfields.js";

test("the subfield at the cursor changes its place, and the cursor goes with it", () => {
  const text = "$a Tắt đèn : $b tiểu thuyết / $c Ngô Tất Tố";
  assert.deepEqual(withSubfieldMoved(text, 16, 1), ["$a Tắt đèn : $c Ngô Tất Tố $b tiểu thuyết /", 27]);
  assert.deepEqual(withSubfieldMoved(text, 16, -1), ["$b tiểu thuyết / $a Tắt đèn : $c Ngô Tất Tố", 0]);
});

test("the first stays first, the last stays last, and text before the first subfield stays there", () => {
  assert.deepEqual(withSubfieldMoved("$a A $b B", 1, -1), ["$a A $b B", 1]);
  assert.deepEqual(withSubfieldMoved("$a A $b B", 7, 1), ["$a A $b B", 7]);
  assert.deepEqual(withSubfieldMoved("x $a A $b B", 3, 1), ["x $b B $a A", 7]);
  assert.deepEqual(withSubfieldMoved("", 0, 1), ["", 0]);
});
