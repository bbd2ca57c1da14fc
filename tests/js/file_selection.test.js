import assert from "node:assert/strict";
import { test } from "node:test";

import { chosenFiles, droppedFiles } from "../../static/upload/file_selection.js";

const BATCH = 100; // entries that a browser returns at a time

const fileEntry = (path) => ({
  isDirectory: false,
  fullPath: path,
  name: path.split("/").at(-1),
  file: (resolve) => resolve({ name: path.split("/").at(-1) }),
});
const folderEntry = (path, entries) => ({
  isDirectory: true,
  fullPath: path,
  name: path.split("/").at(-1),
  createReader: () => {
    let at = 0;
    return {
      readEntries: (resolve) => {
        resolve(entries.slice(at, at + BATCH));
        at += BATCH;
      },
    };
  },
});
const drop = (entries, files = []) => ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files });

test("a chosen file has the path inside its folder, or its name", () => {
  const files = [{ name: "1.jpg", webkitRelativePath: "sách/1.jpg" }, { name: "2.jpg", webkitRelativePath: "" }];
  assert.deepEqual(chosenFiles(files).map(({ path }) => path), ["sách/1.jpg", "2.jpg"]);
});

test("dropped files without a folder are taken as they are", async () => {
  const files = [{ name: "a.pdf" }];
  assert.deepEqual(await droppedFiles(drop([fileEntry("/a.pdf")], files)), { files: [{ file: files[0], path: "a.pdf" }], folder: "" });
});

test("a dropped folder is read to its end, with the folders in it", async () => {
  const pages = Array.from({ length: 250 }, (_, number) => fileEntry(`/sách/trang/${number}.jpg`));
  const { files, folder } = await droppedFiles(drop([folderEntry("/sách", [folderEntry("/sách/trang", pages), fileEntry("/sách/bìa.jpg")])]));
  assert.equal(folder, "sách");
  assert.equal(files.length, 251);
  assert.ok(files.some(({ path }) => path === "sách/trang/249.jpg"));
});

test("hidden files of a folder stay out", async () => {
  const { files } = await droppedFiles(drop([folderEntry("/sách", [fileEntry("/sách/.DS_Store"), fileEntry("/sách/1.jpg")])]));
  assert.deepEqual(files.map(({ path }) => path), ["sách/1.jpg"]);
});

test("two folders are no single book", async () => {
  const entries = [folderEntry("/a", [fileEntry("/a/1.jpg")]), folderEntry("/b", [fileEntry("/b/1.jpg")])];
  assert.equal((await droppedFiles(drop(entries))).folder, "");
});
