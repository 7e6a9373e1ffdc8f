import type { Server } from "node:http";
import type { Access, Credential } from "../../app/index.ts";
import { isSecret, parsePair, parseToken, toPair, type Context, type Secret } from "../../core/index.ts";
import type { Gate, Principal, Refusal, SignedIn } from "../types.ts";
import { checkAddress } from "./address.ts";
import { checkBrowser } from "./browser.ts";
import { createConnections } from "./connections.ts";
import { sessionCookies, toSetCookie } from "./cookie.ts";
import { toDeviceName } from "./deviceName.ts";
import type { Door } from "./door.ts";
import { factsOf, type Facts } from "./facts.ts";
import { CODES, createLimiter, UNKNOWN, type Limiter } from "./limiter.ts";
import { logRefusal } from "./log.ts";
import { createRevocations } from "./revocations.ts";
import { createSessions, type Sessions } from "./sessions.ts";

/** What all doors share: who is known, what was guessed, which connections are proven. */
export interface GateHouse {
  /** Bounds the connections of a server; before it listens. */
  watch(server: Server): void;
  /** The gate of one port. */
  gateOf(door: Door): Gate;
  close(): void;
}

export interface GateParts {
  access: Access;
  /** Time that really passes, in ms; tests have their own. */
  elapsed?: () => number;
}

const SWEEP_MS = 1_000;
const DEVICE_DAYS = 365;
/** Compared with what nobody knows, so that an unknown id takes as long as a known one. */
const NO_HASH = "0".repeat(64);

export function createGateHouse(
  { access, elapsed = () => performance.now() }: GateParts,
  ctx: Pick<Context, "clock" | "log">,
): GateHouse {
  const limiter = createLimiter(access.guesses, ctx, elapsed);
  const connections = createConnections();
  const revocations = createRevocations(access);
  const sessions = createSessions(elapsed);
  const shared: Shared = { access, limiter, sessions, log: ctx.log, revocations };
  const timer = setInterval(() => {
    limiter.sweep();
    revocations.sweep();
    sessions.sweep();
  }, SWEEP_MS).unref();
  return {
    watch: (server) => connections.watch(server),
    gateOf: (door) => {
      const say = (facts: Facts, refusal: Refusal): Refusal => {
        if (!quiet.has(refusal)) logRefusal(ctx.log, refusal, facts);
        return refusal;
      };
      return {
        address(request) {
          const facts = factsOf(request);
          const refusal = checkAddress(facts, door);
          return refusal && say(facts, refusal);
        },
        async credential(request) {
          const facts = factsOf(request);
          const found = await authenticate(facts, door, shared);
          if ("status" in found) return say(facts, found);
          connections.prove(facts.socket);
          return found;
        },
        async signIn(request, code) {
          const facts = factsOf(request);
          const found = await signIn(facts, code, door, shared);
          return "status" in found ? say(facts, found) : found;
        },
        async signOut(request, device) {
          await access.revoke(device);
          return toSetCookie(door.cookie, "", isSecure(factsOf(request), door));
        },
      };
    },
    close() {
      clearInterval(timer);
      revocations.close();
    },
  };
}

interface Shared {
  access: Access;
  limiter: Limiter;
  sessions: Sessions;
  log: Context["log"];
  revocations: ReturnType<typeof createRevocations>;
}

/** Refusals that stand in the log already, as the first of their kind: a flood must not push everything else out of it. */
const quiet = new WeakSet<Refusal>();

const no = (log: string): Refusal => ({ status: 401, log });

interface Presented {
  kind: Credential["kind"];
  text: string;
}

async function authenticate(facts: Facts, door: Door, shared: Shared): Promise<Principal | Refusal> {
  const presented = readPresented(facts, door);
  if ("status" in presented) return presented;
  const { kind, text } = presented;
  const secret = kind === "token" ? parseToken(text) : parsePair(text);
  if (secret === null) return no(`no ${kind}`);
  const { access, sessions, revocations } = shared;
  const credential = access.find(secret.id);
  const known = credential?.kind === kind ? credential : null;
  if (known === null || !sessions.has(text)) {
    const refusal = await prove(secret, known, shared);
    if (refusal !== null) return refusal;
  }
  if (known === null) return no("unknown");
  const state = access.stateOf(known);
  if (state !== "live") return no(state);
  const refusal = kind === "device" ? checkBrowser(facts) : null;
  if (refusal !== null) return refusal;
  sessions.put(text);
  access.touch(known.id);
  return { kind, id: known.id, name: known.name, scope: known.scope, revoked: revocations.signalOf(known) };
}

/** A program's token, else a browser's cookie; never both, never one out of the address. */
function readPresented(facts: Facts, door: Door): Presented | Refusal {
  const [authorization] = facts.authorizations;
  if (facts.authorizations.length > 1) return no("authorization twice");
  if (authorization !== undefined) {
    const text = /^Bearer ([!-~]+)$/i.exec(authorization)?.[1];
    return text === undefined ? no("no bearer") : { kind: "token", text };
  }
  const cookies = sessionCookies(facts, door.cookie, isSecure(facts, door));
  const [text] = cookies;
  if (text === undefined) return no("nothing");
  return cookies.length > 1 ? no("cookie twice") : { kind: "device", text };
}

/** Null when the secret is right. */
async function prove({ id, secret }: Secret, known: Credential | null, shared: Shared): Promise<Refusal | null> {
  const isRight = (): boolean => isSecret(secret, known?.hash ?? NO_HASH) && known !== null;
  return tell(known === null ? UNKNOWN : id, isRight, shared);
}

async function tell(bucket: string, isRight: () => boolean, { limiter, log }: Shared): Promise<Refusal | null> {
  const attempt = limiter.attempt(bucket, isRight);
  if (attempt.kind === "right") return null;
  if (attempt.kind === "wrong") {
    await attempt.stored;
    return no("wrong");
  }
  const refusal: Refusal = {
    status: 429,
    log: "guessing",
    retryAfterSeconds: Math.max(1, Math.ceil(attempt.retryMs / 1000)),
  };
  if (attempt.isFirst) log.warn("somebody guesses; further tries are not looked at for a while", { bucket });
  else quiet.add(refusal);
  return refusal;
}

async function signIn(facts: Facts, code: string, door: Door, shared: Shared): Promise<SignedIn | Refusal> {
  const { access } = shared;
  let grant: ReturnType<typeof access.codes.take> = null;
  const refusal = await tell(CODES, () => (grant = access.codes.take(code)) !== null, shared);
  if (refusal !== null) return refusal;
  if (grant === null) return no("code");
  const { scope } = grant as { scope: Credential["scope"] };
  const name = toDeviceName(facts.agents[0] ?? "");
  const { secret, credential } = await access.create({ kind: "device", name, scope, days: DEVICE_DAYS });
  return {
    setCookie: toSetCookie(door.cookie, toPair(secret), isSecure(facts, door)),
    device: { id: credential.id, name: credential.name, scope: credential.scope },
  };
}

const isSecure = ({ hosts }: Facts, { origins }: Door): boolean =>
  origins.get(hosts[0] ?? "")?.startsWith("https:") === true;
