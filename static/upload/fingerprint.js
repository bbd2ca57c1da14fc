// A mark of a file's beginning and end, to know the same file again after the page was loaded anew. It protects nothing:
// the browser's own digests are missing where a school's server has no TLS.
const PIECE = 64 * 1024;

const marked = (bytes, seed) => {
  let mark = seed;
  for (const byte of bytes) mark = Math.imul(mark ^ byte, 16777619) >>> 0;
  return mark.toString(16).padStart(8, "0");
};

export const fingerprint = async (file) => {
  const ends = file.size > 2 * PIECE ? [file.slice(0, PIECE), file.slice(-PIECE)] : [file];
  const pieces = await Promise.all(ends.map((end) => end.arrayBuffer()));
  return pieces.map((piece) => marked(new Uint8Array(piece), 2166136261) + marked(new Uint8Array(piece), 84696351)).join("");
};
