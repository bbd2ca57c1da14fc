// What the site is asked while files are sent; see ingest/uploads/views/chunked_uploads.py. Whatever fails is a Problem with a sentence.
const PATIENCE = 60_000; // for an answer
const JOINING = 600_000; // for the answer to `finish`: large files are put together, pictures are bound
const STALLED = 45_000; // without a byte going out

export class Problem extends Error {
  // `again`: it may well work in a moment. `code`: what the site calls it; "line" where nothing came through.
  constructor(sentence, { again = false, code = "" } = {}) {
    super(sentence);
    this.again = again;
    this.code = code;
  }
}

export const makeProtocol = ({ home, token, words }) => {
  const refused = (status, text) => {
    let said = {};
    try {
      said = JSON.parse(text);
    } catch {
      // a page of some server in between, or of ours for a form that is too old
    }
    // 400 of a bucket: the part was changed on its way.
    const again = (status >= 500 && status !== 507) || (status === 400 && !said.code) || status === 408 || said.code === "part_wrong";
    const known = status === 401 || status === 403 ? words.signedOut : status === 404 ? words.unknown : words.serverError;
    return new Problem(said.sentence || known, { again, code: said.code || String(status) });
  };

  const line = () => new Problem(words.connectionLost, { again: true, code: "line" });

  const ask = async (method, path, said, patience = PATIENCE) => {
    let answer;
    let text;
    try {
      answer = await fetch(home + path, {
        method,
        headers: { "X-CSRFToken": token, Accept: "application/json", "Content-Type": "application/json" },
        body: said === undefined ? undefined : JSON.stringify(said),
        redirect: "error",
        signal: AbortSignal.timeout(patience),
      });
      text = await answer.text();
    } catch {
      throw line();
    }
    if (!answer.ok) throw refused(answer.status, text);
    return JSON.parse(text);
  };

  // A request of the older kind: only that one tells how much has gone.
  const put = (address, blob, { md5, sent, signal }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let watch;
      const wait = (milliseconds) => {
        clearTimeout(watch);
        watch = setTimeout(() => request.abort(), milliseconds);
      };
      const stop = () => request.abort();
      request.upload.addEventListener("progress", (event) => {
        sent(event.loaded);
        wait(event.loaded < event.total ? STALLED : PATIENCE);
      });
      request.addEventListener("loadend", () => {
        clearTimeout(watch);
        signal.removeEventListener("abort", stop);
        if (request.status >= 200 && request.status < 300) resolve();
        else reject(request.status ? refused(request.status, request.responseText) : line());
      });
      request.open("PUT", address);
      if (md5) request.setRequestHeader("Content-MD5", md5);
      if (new URL(address, location.href).origin === location.origin) request.setRequestHeader("X-CSRFToken", token);
      signal.addEventListener("abort", stop);
      wait(STALLED);
      request.send(blob);
    });

  return {
    underWay: () => ask("GET", ""),
    announce: (said) => ask("POST", "", said),
    address: (id, number, md5) => ask("POST", `${id}/phan/${number}/`, { md5 }),
    ours: (id, number) => `${home}${id}/phan/${number}/`,
    finish: (id) => ask("POST", `${id}/xong/`, undefined, JOINING),
    giveUp: (id) => ask("POST", `${id}/bo/`),
    put,
  };
};
