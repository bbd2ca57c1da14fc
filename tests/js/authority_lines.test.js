import assert from "node:assert/strict";
import { test } from "node:test";

import { readLine, transcribed, writeLine } from "../../static/theme/authority_lines.js";

const ROLES = ["tác giả", "minh họa", "biên soạn"];

test("a line has a name and a role, and goes back the same", () => {
  assert.deepEqual(readLine("Tạ Huy Long (minh họa)", ROLES), ["Tạ Huy Long", "minh họa"]);
  assert.deepEqual(readLine("  Tô Hoài ", ROLES), ["Tô Hoài", "tác giả"]);
  assert.deepEqual(readLine("Văn học [btkqg]", []), ["Văn học [btkqg]", ""]);
  for (const line of ["Tạ Huy Long (minh họa)", "Tô Hoài", "Bà (Huyện Thanh Quan)", "Ai (pbl)", "(minh họa)"]) {
    assert.equal(writeLine(...readLine(line, ROLES), ROLES), line);
  }
});

test("what was transcribed stays, letters that find something give way", () => {
  assert.equal(transcribed("Châu, Nguyễn Minh", "", "Nguyễn Minh Châu"), "Châu, Nguyễn Minh");
  assert.equal(transcribed("N.M. Châu", "N.M. Châu", "Nguyễn Minh Châu"), "N.M. Châu");
  assert.equal(transcribed("nguyen minh chau", "", "Nguyễn Minh Châu"), "Nguyễn Minh Châu");
  assert.equal(transcribed("nguyễn mi", "", "Nguyễn Minh Châu"), "Nguyễn Minh Châu");
  assert.equal(transcribed("", "", "Nguyễn Minh Châu"), "Nguyễn Minh Châu");
});
