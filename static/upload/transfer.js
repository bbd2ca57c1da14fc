// The upload of one file: the missing parts one after the other, then its end.
import { md5 } from "../vendor/noble-hashes/legacy.js";
import { UploadError } from "./protocol.js";
import { withRetry } from "./retry.js";

const MAX_DIRECT_FAILURES = 2; // then the parts go through the site: the bucket does not answer to browsers here
const MAX_ROUNDS = 3;

// The MD5 in base64 lets S3 refuse a part that was cut on its way: some servers store a cut part as a whole one.
const contentMd5 = async (blob) => btoa(String.fromCharCode(...md5(new Uint8Array(await blob.arrayBuffer()))));

// `upload`: what the site answered about the file; `reload`: ask it again. `on`: callbacks progress(bytes), offline(),
// retry(error), finishing(). Return the site's answer to the end of the upload.
export const transfer = async ({ file, upload, partSize, direct, protocol, reload, on, signal }) => {
  const stored = new Set(upload.parts);
  let throughSite = !direct;
  let directFailures = 0;

  const sizeOf = (number) => Math.min(partSize, file.size - (number - 1) * partSize);
  const storedBytes = () => [...stored].reduce((sum, number) => sum + sizeOf(number), 0);
  const retrying = { signal, onOffline: on.offline, onRetry: on.retry };

  const sendPart = async (number) => {
    const blob = file.slice((number - 1) * partSize, (number - 1) * partSize + sizeOf(number));
    const digest = throughSite ? undefined : await contentMd5(blob);
    const directUrl = throughSite ? "" : await protocol.directPartUrl(upload.id, number, digest);
    const controller = new AbortController();
    const abort = () => controller.abort();
    signal.addEventListener("abort", abort);
    addEventListener("offline", abort);
    try {
      await protocol.putPart(directUrl || protocol.partUrl(upload.id, number), blob, {
        md5: digest,
        onProgress: (bytes) => on.progress(storedBytes() + Math.min(bytes, blob.size)),
        signal: controller.signal,
      });
      directFailures = 0;
    } catch (error) {
      if (directUrl && error instanceof UploadError && navigator.onLine) {
        directFailures += 1;
        throughSite = directFailures >= MAX_DIRECT_FAILURES;
      }
      throw error;
    } finally {
      signal.removeEventListener("abort", abort);
      removeEventListener("offline", abort);
    }
    stored.add(number);
    on.progress(storedBytes());
  };

  on.progress(storedBytes());
  for (let round = 1; ; round += 1) {
    for (let number = 1; number <= Math.ceil(file.size / partSize); number += 1) {
      if (!stored.has(number)) await withRetry(() => sendPart(number), retrying);
    }
    on.finishing();
    try {
      return await withRetry(() => protocol.finish(upload.id), retrying);
    } catch (error) {
      // The site knows which parts it has; a file that cannot be read any more fails when it is read.
      if (error.code !== "upload_broken" || round === MAX_ROUNDS) throw error;
      stored.clear();
      for (const number of (await reload()).parts) stored.add(number);
    }
  }
};
