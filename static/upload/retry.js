// To try again: a little later each time, at once when the line is back. A dead line is waited for without an end, a
// site in trouble for two minutes: then somebody has to look.
import { Problem } from "./protocol.js";

const TRIES = 8;
const LONGEST = 30_000;

const stopped = (signal) => {
  if (signal.aborted) throw new DOMException("", "AbortError");
};

const event = (name, signal, milliseconds) =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(clock);
      removeEventListener(name, end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const clock = milliseconds === undefined ? undefined : setTimeout(end, milliseconds);
    addEventListener(name, end);
    signal.addEventListener("abort", end);
  });

export const online = async (signal, waiting) => {
  while (!navigator.onLine) {
    stopped(signal);
    waiting();
    await event("online", signal);
  }
  stopped(signal);
};

export const patiently = async (attempt, { signal, offline, later }) => {
  for (let tries = 1; ; ) {
    await online(signal, offline);
    try {
      return await attempt(tries);
    } catch (problem) {
      stopped(signal);
      if (!(problem instanceof Problem) || !problem.again) throw problem;
      if (!navigator.onLine) continue; // a cut line is no fault of this attempt
      if (tries >= TRIES && problem.code !== "line") throw problem;
      later(problem);
      await event("online", signal, Math.min(1000 * 2 ** Math.min(tries - 1, 10), LONGEST) * (0.75 + Math.random() / 2));
      tries += 1;
    }
  }
};
