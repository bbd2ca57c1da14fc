import assert from "node:assert/strict";
import { test } from "node:test";

import { AccessDenied, fetchJson, pageUrl } from "../../static/reading/api.js";
import { installFetch } from "./browser.js";

test("JSON comes back", async () => {
  installFetch(() => [200, { pages: [1] }]);
  assert.deepEqual(await fetchJson("/sach/"), { pages: [1] });
});

test("a closed book is another error than a site in trouble", async () => {
  for (const status of [403, 404]) {
    installFetch(() => [status, ""]);
    await assert.rejects(fetchJson("/sach/"), AccessDenied);
  }
  installFetch(() => [500, ""]);
  await assert.rejects(fetchJson("/sach/"), (error) => !(error instanceof AccessDenied) && error.message === "500 /sach/");
});

test("the address of a page has that page's id", () => {
  assert.equal(pageUrl("/sach/1/trang/aaa/anh", { page: "aaa" }, { id: "bbb" }), "/sach/1/trang/bbb/anh");
});
