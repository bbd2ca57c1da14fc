// Three files are uploaded at once; the others wait.
const MAX_RUNNING = 3;

export const makeQueue = () => {
  const waiting = [];
  let running = 0;

  const next = async () => {
    if (running >= MAX_RUNNING || !waiting.length) return;
    running += 1;
    try {
      await waiting.shift()();
    } finally {
      running -= 1;
      next();
    }
  };

  return {
    add: (task) => {
      waiting.push(task);
      next();
    },
  };
};
