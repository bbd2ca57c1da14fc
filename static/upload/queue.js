// Three files at once; the others wait their turn.
const AT_ONCE = 3;

export const makeQueue = () => {
  const waiting = [];
  let running = 0;

  const next = async () => {
    if (running >= AT_ONCE || !waiting.length) return;
    running += 1;
    try {
      await waiting.shift()();
    } finally {
      running -= 1;
      next();
    }
  };

  return {
    add: (work) => {
      waiting.push(work);
      next();
    },
  };
};
