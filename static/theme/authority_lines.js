// Lines of names and headings as text: with a role in brackets, and with the words that a chosen authority gives.

// Return [name, role] of "Tạ Huy Long (minh họa)"; words in brackets that are no role belong to the name.
export const readLine = (line, roles) => {
  const [, name, words] = /^(.*\S)\s*\(([^()]+)\)$/.exec(line.trim()) ?? [];
  const role = roles.find((one) => one.toLowerCase() === words?.toLowerCase());
  return role ? [name, role] : [line.trim(), roles[0] ?? ""];
};

// The first role is the one that needs no words.
export const writeLine = (name, role, roles) => (!role || role === roles[0] ? name : `${name} (${role})`);

const wordsOf = (text) => (text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(" ");

// Return what a record writes when an authority is chosen: what was there before, or has the same words with the same
// marks in any order, stays as transcribed; letters that were typed to find it give way to its form.
export const transcribed = (typed, before, form) =>
  typed && (typed === before || wordsOf(typed) === wordsOf(form)) ? typed : form;
