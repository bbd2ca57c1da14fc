// The requests of an upload; the site answers them in ingest/uploads/views/chunked_uploads.py. Whatever fails is an UploadError with a message for
// the user.
const ANSWER_TIMEOUT_MS = 60_000;
const FINISH_TIMEOUT_MS = 600_000; // the site joins large files and binds pictures to a book
const STALL_TIMEOUT_MS = 45_000; // without a byte sent

export class UploadError extends Error {
  // `retryable`: it may well work in a moment. `code`: the site's name for it, or its status; "connection_lost" where no
  // answer came.
  constructor(message, { retryable = false, code = "" } = {}) {
    super(message);
    this.retryable = retryable;
    this.code = code;
  }
}

export const makeProtocol = ({ apiUrl, token, messages }) => {
  const errorOf = (status, text) => {
    let answer = {};
    try {
      answer = JSON.parse(text);
    } catch {
      // A page of some server in between, or the site's own page about a form that is too old.
    }
    // 400 of a bucket: the part was changed on its way.
    const retryable =
      (status >= 500 && status !== 507) || (status === 400 && !answer.code) || status === 408 || answer.code === "part_size_mismatch";
    const message =
      status === 401 || status === 403 ? messages.signedOut : status === 404 ? messages.unknown : messages.serverError;
    return new UploadError(answer.sentence || message, { retryable, code: answer.code || String(status) });
  };

  const connectionLost = () => new UploadError(messages.connectionLost, { retryable: true, code: "connection_lost" });

  const request = async (method, path, body, timeout = ANSWER_TIMEOUT_MS) => {
    let response;
    let text;
    try {
      response = await fetch(apiUrl + path, {
        method,
        headers: { "X-CSRFToken": token, Accept: "application/json", "Content-Type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
        redirect: "error",
        signal: AbortSignal.timeout(timeout),
      });
      text = await response.text();
    } catch {
      throw connectionLost();
    }
    if (!response.ok) throw errorOf(response.status, text);
    return JSON.parse(text);
  };

  // XMLHttpRequest, because fetch does not report how much it has sent.
  const putPart = (url, blob, { md5, onProgress, signal }) =>
    new Promise((resolve, reject) => {
      const put = new XMLHttpRequest();
      let timer;
      const abortAfter = (milliseconds) => {
        clearTimeout(timer);
        timer = setTimeout(() => put.abort(), milliseconds);
      };
      const abort = () => put.abort();
      put.upload.addEventListener("progress", (event) => {
        onProgress(event.loaded);
        abortAfter(event.loaded < event.total ? STALL_TIMEOUT_MS : ANSWER_TIMEOUT_MS);
      });
      put.addEventListener("loadend", () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", abort);
        if (put.status >= 200 && put.status < 300) resolve();
        else reject(put.status ? errorOf(put.status, put.responseText) : connectionLost());
      });
      put.open("PUT", url);
      if (md5) put.setRequestHeader("Content-MD5", md5);
      if (new URL(url, location.href).origin === location.origin) put.setRequestHeader("X-CSRFToken", token);
      signal.addEventListener("abort", abort);
      abortAfter(STALL_TIMEOUT_MS);
      put.send(blob);
    });

  return {
    unfinished: () => request("GET", ""),
    announce: (files) => request("POST", "", files),
    partUrl: (id, number) => `${apiUrl}${id}/phan/${number}/`,
    // An address of the bucket for this part; empty where the part goes to the site.
    directPartUrl: async (id, number, md5) => (await request("POST", `${id}/phan/${number}/`, { md5 })).address,
    putPart,
    finish: (id) => request("POST", `${id}/xong/`, undefined, FINISH_TIMEOUT_MS),
    abandon: (id) => request("POST", `${id}/bo/`),
  };
};
