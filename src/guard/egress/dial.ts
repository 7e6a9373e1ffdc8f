import { lookup, resolveMx, resolveSrv } from "node:dns/promises";
import { connect, type Socket } from "node:net";
import { AppError } from "../../core/index.ts";
import type { Dial, Lookup, LookUpRecords } from "./types.ts";

const CONNECT_MS = 10_000;

/** By the system's resolver, which also knows the hosts file. */
export const systemLookup: Lookup = async (host) => {
  const found = await lookup(host, { all: true, order: "verbatim" });
  return found.map(({ address }) => address);
};

/** No such record is no error; everything else is. */
export const systemRecords: LookUpRecords = async (name, type) => {
  const asked =
    type === "MX"
      ? resolveMx(name).then((all) => all.map(({ exchange, priority }) => ({ host: exchange, port: null, priority })))
      : resolveSrv(name).then((all) => all.map(({ name: host, port, priority }) => ({ host, port, priority })));
  const found = await asked.catch((thrown: unknown) => {
    if (thrown instanceof Error && "code" in thrown && NONE.has(String(thrown.code))) return [];
    throw thrown;
  });
  return found.toSorted((a, b) => a.priority - b.priority);
};

const NONE = new Set(["ENODATA", "ENOTFOUND"]);

/** A TCP connection to an address, never to a name: nothing is asked of a name server here. */
export const systemDial: Dial = ({ address, port }, signal) =>
  new Promise<Socket>((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({ host: address, port, lookup: noLookup, autoSelectFamily: false, noDelay: true });
    const end = (error: Error): void => {
      signal.removeEventListener("abort", leave);
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const leave = (): void => end(toAbort(signal));
    const timer = setTimeout(() => end(timedOut(address, port)), CONNECT_MS);
    signal.addEventListener("abort", leave, { once: true });
    socket.once("error", end);
    socket.once("connect", () => {
      signal.removeEventListener("abort", leave);
      clearTimeout(timer);
      socket.removeListener("error", end);
      resolve(socket);
    });
  });

export const toAbort = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new DOMException("The request was aborted.", "AbortError");

function noLookup(): void {
  throw new AppError("E_BUG", "A name was about to be dialled instead of an address.");
}

function timedOut(address: string, port: number): Error {
  return Object.assign(new Error(`connect ETIMEDOUT ${address}:${port}`), { code: "ETIMEDOUT" });
}
