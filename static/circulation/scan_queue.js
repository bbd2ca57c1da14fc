// Scans that wait for the line: each with its id, so that a second sending changes nothing. They hold numbers of cards and
// books and no name. `storage` is a Storage; `key` names the school, so that nobody posts another school's scans.
const CARD = /^T\d{8}$/i;

// As circulation/desk/card_numbers.py: Luhn's check digit.
export const isCard = (text) => {
  if (!CARD.test(text)) return false;
  const digits = [...text.slice(1)].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const number = place % 2 ? digit * 2 : digit;
    return total + Math.floor(number / 10) + (number % 10);
  }, 0);
  return sum % 10 === 0;
};

export const makeScanQueue = ({ storage, key }) => {
  const read = (name) => {
    try {
      return JSON.parse(storage.getItem(`${key}:${name}`)) ?? [];
    } catch {
      return [];
    }
  };
  const write = (name, rows) => {
    if (rows.length) storage.setItem(`${key}:${name}`, JSON.stringify(rows));
    else storage.removeItem(`${key}:${name}`);
  };

  // Post the oldest scan until none is left; `post` returns the answer, or throws while there is no line.
  const replay = async (post) => {
    for (let [scan] = read("waiting"); scan; [scan] = read("waiting")) {
      const answer = await post(scan);
      if (answer.tone === "refused") write("conflicts", [...read("conflicts"), { text: scan.text, sentence: answer.sentence }]);
      write("waiting", read("waiting").filter((row) => row.scan !== scan.scan));
    }
  };

  return {
    add: (scan) => write("waiting", [...read("waiting"), scan]),
    waiting: () => read("waiting"),
    conflicts: () => read("conflicts"),
    clearConflicts: () => write("conflicts", []),
    replay,
  };
};

// What a scan means while nobody can be asked: a card chooses the reader, a book is lent to the chosen one or returned.
export const meaning = ({ text, act, reader, card }) => {
  if (isCard(text)) return { card: text, scan: null };
  const hasReader = Boolean(reader || card);
  const wanted = act === "auto" ? (hasReader ? "out" : "in") : act;
  const whose = wanted === "out" ? (card ? { card } : { reader }) : {};
  return { card, scan: { text, act: wanted, ...whose } };
};
