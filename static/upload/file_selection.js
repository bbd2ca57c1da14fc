// What somebody chose or dropped, folders walked through: files, each with its path.
const inFolder = async (folder) => {
  const reader = folder.createReader();
  const entries = [];
  for (;;) {
    // A reader gives a hundred at a time, and none at the end.
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    entries.push(...some);
  }
  return (await Promise.all(entries.map(walked))).flat();
};

const walked = async (entry) => {
  if (entry.isDirectory) return inFolder(entry);
  const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
  return [{ file, path: entry.fullPath.replace(/^\//, "") }];
};

export const dropped = async (transfer) => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return { files: plain(transfer.files), folder: "" };
  const files = (await Promise.all(entries.map(walked))).flat();
  return { files: files.filter(({ file }) => !file.name.startsWith(".")), folder: entries.length === 1 ? entries[0].name : "" };
};

export const plain = (files) =>
  [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
