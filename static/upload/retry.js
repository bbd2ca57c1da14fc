// Retries with exponential backoff, and at once when the connection is back. A lost connection is waited for without a
// limit; a site in trouble for about two minutes, then the user has to know.
import { UploadError } from "./protocol.js";

const MAX_TRIES = 8;
const MIN_DELAY_MS = 1000;
const MAX_DELAY_MS = 30_000;

const throwIfAborted = (signal) => {
  if (signal.aborted) throw new DOMException("", "AbortError");
};

// Wait for an event of the window, for an abort, or for a time.
const waitFor = (name, signal, milliseconds) =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener(name, end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = milliseconds === undefined ? undefined : setTimeout(end, milliseconds);
    addEventListener(name, end);
    signal.addEventListener("abort", end);
  });

const waitUntilOnline = async (signal, onOffline) => {
  while (!navigator.onLine) {
    throwIfAborted(signal);
    onOffline();
    await waitFor("online", signal);
  }
  throwIfAborted(signal);
};

// The pause after so many tries, with jitter: many browsers behind one line do not retry in step.
const delayAfter = (tries) => Math.min(MIN_DELAY_MS * 2 ** Math.min(tries - 1, 10), MAX_DELAY_MS) * (0.75 + Math.random() / 2);

// Return what `attempt` returns. An UploadError that is `retryable` is retried; every other error is thrown.
export const withRetry = async (attempt, { signal, onOffline, onRetry }) => {
  for (let tries = 1; ; ) {
    await waitUntilOnline(signal, onOffline);
    try {
      return await attempt();
    } catch (error) {
      throwIfAborted(signal);
      if (!(error instanceof UploadError) || !error.retryable) throw error;
      if (!navigator.onLine) continue; // the lost connection, not the site, failed this try
      if (tries >= MAX_TRIES && error.code !== "connection_lost") throw error;
      onRetry(error);
      await waitFor("online", signal, delayAfter(tries));
      tries += 1;
    }
  }
};
