import { Agent, type ClientRequestArgs } from "node:http";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { AppError, type CheckedAddress } from "../../core/index.ts";
import { reachOf } from "./address.ts";
import { toAbort } from "./dial.ts";
import type { Dial } from "./types.ts";

const TLS_MS = 15_000;

/** A connection to one of some checked addresses, and which it became. */
export interface Line {
  stream: Duplex;
  address: string;
  /** On the wire so far, both with what TLS adds. */
  bytes(): { out: number; in: number };
}

export interface Wires {
  /** The first address that answers. Throws what the last one said. */
  open(
    to: readonly CheckedAddress[],
    tls: boolean,
    signal: AbortSignal,
    alpn?: readonly string[],
  ): Promise<Line & { stream: Duplex }>;
  lineOf(stream: unknown): Line | null;
  /** Ends what does not stay on this machine. */
  sever(error: Error): void;
  /** Whether anything is open that leaves the machine. */
  hasOutside(): boolean;
  close(): void;
}

/** Opens connections and keeps count of those that are open. */
export function createWires(dial: Dial, ca: string | undefined): Wires {
  const lines = new Map<Duplex, Line>();
  const isOutside = ({ address }: Line): boolean => reachOf(address) !== "loopback";
  const dialFirst = async (to: readonly CheckedAddress[], signal: AbortSignal): Promise<[Duplex, CheckedAddress]> => {
    let last: unknown = new AppError("E_BUG", "There was no address to dial.");
    for (const one of to) {
      try {
        return [await dial(one, signal), one];
      } catch (thrown) {
        signal.throwIfAborted();
        last = thrown;
      }
    }
    throw last;
  };
  return {
    async open(to, tls, signal, alpn = []) {
      const [raw, { address, serverName }] = await dialFirst(to, signal);
      const stream = tls ? await secure(raw, serverName, alpn, ca, signal) : raw;
      const line: Line = { stream, address, bytes: () => ({ out: count(raw, "Written"), in: count(raw, "Read") }) };
      lines.set(stream, line);
      stream.once("close", () => lines.delete(stream));
      return line;
    },
    lineOf: (stream) => lines.get(stream as Duplex) ?? null,
    sever(error) {
      for (const line of lines.values()) if (isOutside(line)) line.stream.destroy(error);
    },
    hasOutside: () => [...lines.values()].some(isOutside),
    close() {
      for (const { stream } of lines.values()) stream.destroy();
    },
  };
}

function count(stream: Duplex, what: "Read" | "Written"): number {
  const bytes: unknown = Reflect.get(stream, `bytes${what}`);
  return typeof bytes === "number" ? bytes : 0;
}

/** TLS for the name that was asked for, over a connection to the address that was checked. */
function secure(
  raw: Duplex,
  name: string,
  alpn: readonly string[],
  ca: string | undefined,
  signal: AbortSignal,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      socket: raw,
      host: name,
      servername: isIP(name) === 0 ? name : "",
      ALPNProtocols: [...alpn],
      ...(ca === undefined ? {} : { ca }),
    });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
      socket.destroy();
      reject(error);
    };
    const leave = (): void => fail(toAbort(signal));
    const timer = setTimeout(() => fail(new Error("the TLS handshake took too long")), TLS_MS);
    signal.addEventListener("abort", leave, { once: true });
    socket.once("error", fail);
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
      socket.removeListener("error", fail);
      resolve(socket);
    });
  });
}

/** What a request hands to the agent, which opens a connection only where none is left from before. */
export interface AgentOrder extends ClientRequestArgs {
  checked: readonly CheckedAddress[];
  until: AbortSignal;
}

/** Keeps connections of one purpose for the next request to the same server. */
export class WireAgent extends Agent {
  readonly protocol: string;
  readonly defaultPort: number;
  readonly #wires: Wires;
  readonly #tls: boolean;

  constructor(wires: Wires, tls: boolean) {
    super({ keepAlive: true, maxFreeSockets: 16, timeout: 0 });
    this.protocol = tls ? "https:" : "http:";
    this.defaultPort = tls ? 443 : 80;
    this.#wires = wires;
    this.#tls = tls;
  }

  override createConnection(options: object, done?: (error: Error | null, stream: Duplex) => void): undefined {
    const { checked, until } = options as AgentOrder;
    this.#wires.open(checked, this.#tls, until, ["http/1.1"]).then(
      ({ stream }) => done?.(null, stream),
      (thrown: unknown) => done?.(thrown instanceof Error ? thrown : new Error(String(thrown)), undefined as never),
    );
    return undefined;
  }
}
