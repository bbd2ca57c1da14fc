// Stand-ins for what modules use of a browser: only as much as their tests need.
import { mock } from "node:test";

// The window's events and navigator.onLine. Return { setOnline } which also sends the event.
export const installWindow = () => {
  const window = new EventTarget();
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) globalThis[name] = window[name].bind(window);
  const navigator = { onLine: true };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  return {
    setOnline: (online) => {
      navigator.onLine = online;
      window.dispatchEvent(new Event(online ? "online" : "offline"));
    },
  };
};

// Elements that hold children, attributes and text.
export class FakeElement {
  constructor(name) {
    this.name = name;
    this.attributes = {};
    this.children = [];
    this.textContent = "";
  }

  append(...children) {
    this.children.push(...children);
  }

  replaceChildren(...children) {
    this.children = children;
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }
}

export const installDocument = () => {
  const events = new EventTarget();
  globalThis.document = {
    addEventListener: events.addEventListener.bind(events),
    dispatchEvent: events.dispatchEvent.bind(events),
    createElement: (name) => new FakeElement(name),
    createElementNS: (_namespace, name) => new FakeElement(name),
    createTextNode: (text) => text,
    querySelector: () => ({ value: "the token" }),
  };
};

export const installLocalStorage = () => {
  const items = new Map();
  const storage = { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => items.set(key, value) };
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
  return items;
};

// Replace fetch. `answer` gets the address and returns [status, body] or throws. Return the mocked function.
export const installFetch = (answer) => {
  globalThis.fetch = mock.fn(async (url, options) => {
    const [status, body] = await answer(url, options);
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  });
  return globalThis.fetch;
};

// Let everything run that waits for a promise.
export const settle = () => new Promise((resolve) => setImmediate(resolve));
