import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { makeImageQueue } from "../../static/reading/image_queue.js";
import { installDocument } from "./browser.js";

class FakeImage extends EventTarget {
  complete = false;
  src = "";
  parentElement = { shown: [], prepend: (element) => this.parentElement.shown.push(element) };

  arrive(name = "load") {
    this.complete = true;
    this.dispatchEvent(new Event(name));
  }
}

const setUp = (wanted) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  installDocument();
  const queue = makeImageQueue({ isWanted: (number) => number === wanted, textOf: async (number) => `text of ${number}` });
  const images = [0, 1, 2].map(() => new FakeImage());
  images.forEach((image, number) => queue.add(image, `/${number}.webp`, number));
  mock.timers.tick(1);
  return { images, requested: () => images.map(({ src }) => src).filter(Boolean) };
};

test("the neighbours of the wanted page wait for it, whatever the order in which they were asked for", (context) => {
  context.after(() => mock.timers.reset());
  for (const end of ["load", "error"]) {
    const { images, requested } = setUp(1);
    assert.deepEqual(requested(), ["/1.webp"]);
    images[1].arrive(end);
    assert.deepEqual(requested(), ["/0.webp", "/1.webp", "/2.webp"]);
    mock.timers.reset();
  }
});

test("without the wanted page among them all are requested", (context) => {
  context.after(() => mock.timers.reset());
  assert.equal(setUp(7).requested().length, 3);
});

test("the text is shown while its image is on the way", async (context) => {
  context.after(() => mock.timers.reset());
  const { images } = setUp(1);
  mock.timers.tick(500);
  await Promise.resolve();
  await Promise.resolve();
  const [text] = images[1].parentElement.shown;
  assert.equal(text.textContent, "text of 1");
  assert.equal(text.attributes["aria-hidden"], "true");
  assert.equal(images[0].parentElement.shown.length, 0);
});

test("an image that comes at once shows no text", async (context) => {
  context.after(() => mock.timers.reset());
  const { images } = setUp(1);
  images[1].arrive();
  mock.timers.tick(500);
  await Promise.resolve();
  assert.equal(images[1].parentElement.shown.length, 0);
});
