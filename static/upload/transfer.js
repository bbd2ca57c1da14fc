// One file on its way: the parts that are missing, one after the other, then its end.
import { md5 } from "./md5.js";
import { patiently } from "./retry.js";
import { Problem } from "./protocol.js";

const DIRECT_TRIES = 2; // then the parts go through the site: the bucket does not answer to browsers here
const ROUNDS = 3;

export const transfer = async ({ file, begun, partSize, direct, protocol, again, told, signal }) => {
  const there = new Set(begun.parts);
  let through = !direct;
  let lost = 0;

  const sizeOf = (number) => Math.min(partSize, file.size - (number - 1) * partSize);
  const arrived = () => [...there].reduce((sum, number) => sum + sizeOf(number), 0);
  const patience = { signal, offline: told.offline, later: told.later };

  const send = async (number) => {
    const blob = file.slice((number - 1) * partSize, (number - 1) * partSize + sizeOf(number));
    const digest = through ? undefined : md5(new Uint8Array(await blob.arrayBuffer()));
    const { address } = through ? { address: "" } : await protocol.address(begun.id, number, digest);
    const stop = new AbortController();
    const halt = () => stop.abort();
    signal.addEventListener("abort", halt);
    addEventListener("offline", halt);
    try {
      const sent = (bytes) => told.sent(arrived() + Math.min(bytes, blob.size));
      await protocol.put(address || protocol.ours(begun.id, number), blob, { md5: digest, sent, signal: stop.signal });
      lost = 0;
    } catch (problem) {
      if (address && problem instanceof Problem && navigator.onLine) through = (lost += 1) >= DIRECT_TRIES;
      throw problem;
    } finally {
      signal.removeEventListener("abort", halt);
      removeEventListener("offline", halt);
    }
    there.add(number);
    told.sent(arrived());
  };

  told.sent(arrived());
  for (let round = 1; ; round += 1) {
    for (let number = 1; number <= Math.ceil(file.size / partSize); number += 1) {
      if (!there.has(number)) await patiently(() => send(number), patience);
    }
    told.ending();
    try {
      return await patiently(() => protocol.finish(begun.id), patience);
    } catch (problem) {
      // The store knows better which parts are there; a file that cannot be read any more is told by its reading.
      if (problem.code !== "upload_broken" || round === ROUNDS) throw problem;
      there.clear();
      for (const number of (await again()).parts) there.add(number);
    }
  }
};
