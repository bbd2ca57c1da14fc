import assert from "node:assert/strict";
import { test } from "node:test";

import { imageUrl } from "../../static/reading/page_images.js";

const config = { page: "aaa", imageUrl: "/trang/aaa.jpg", sizeUrl: "/trang/aaa-0.webp", thumbnailUrl: "/trang/aaa-nho.jpg", brokenImageUrl: "/broken.svg" };
const page = { id: "bbb", width: 1160, widths: [480, 800, 1160] };

const chosen = (reduction, pixels, changed = {}) => {
  globalThis.devicePixelRatio = pixels;
  return imageUrl(config, { ...page, ...changed }, reduction);
};

test("a screen gets the smallest copy that is fine enough for it", () => {
  assert.equal(chosen(2, 1), "/trang/bbb-800.webp", "a laptop with two pages side by side");
  assert.equal(chosen(2, 3), "/trang/bbb-800.webp", "a phone");
  assert.equal(chosen(4, 1), "/trang/bbb-480.webp");
  assert.equal(chosen(1, 1), "/trang/bbb-1160.webp");
  assert.equal(chosen(1, 3), "/trang/bbb-1160.webp", "the largest that exists");
  assert.equal(chosen(8, 3), "/trang/bbb-nho.jpg");
});

test("until copies exist, the image itself", () => {
  assert.equal(chosen(2, 2, { widths: [] }), "/trang/bbb.jpg");
  assert.equal(chosen(1, 1, { broken: true }), "/broken.svg");
});
