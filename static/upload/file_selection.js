// The files that a user chose or dropped, folders included: each with its path.
const readFolder = async (folder) => {
  const reader = folder.createReader();
  const entries = [];
  for (;;) {
    // A reader returns a hundred entries at a time, and none at the end.
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!batch.length) break;
    entries.push(...batch);
  }
  return (await Promise.all(entries.map(readEntry))).flat();
};

const readEntry = async (entry) => {
  if (entry.isDirectory) return readFolder(entry);
  const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
  return [{ file, path: entry.fullPath.replace(/^\//, "") }];
};

export const isHidden = ({ file }) => file.name.startsWith(".");

// What was dropped: its files, and the name of the folder where it was one folder.
export const droppedFiles = async (transfer) => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return { files: chosenFiles(transfer.files), folder: "" };
  const files = (await Promise.all(entries.map(readEntry))).flat();
  return { files: files.filter((one) => !isHidden(one)), folder: entries.length === 1 ? entries[0].name : "" };
};

export const chosenFiles = (files) =>
  [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
