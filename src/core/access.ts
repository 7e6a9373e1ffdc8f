import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What a caller was granted: `read` sees, `act` lets Kralle work and answers questions, `admin` changes what Kralle may do. */
export const SCOPES = ["read", "act", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

export interface Secret {
  id: string;
  secret: string;
}

const ID_BYTES = 8; // 64 bits: which one
const SECRET_BYTES = 32; // 256 bits: the proof
const PAIR = /^([0-9a-f]{16})\.([\w-]{43})$/;
const TOKEN_PREFIX = "krl_";

export function createSecret(): Secret {
  return { id: randomBytes(ID_BYTES).toString("hex"), secret: randomBytes(SECRET_BYTES).toString("base64url") };
}

/** `krl_<id>.<secret>`, for programs. */
export function toToken({ id, secret }: Secret): string {
  return `${TOKEN_PREFIX}${id}.${secret}`;
}

/** Null for everything that could not be a token. */
export function parseToken(text: string): Secret | null {
  return text.startsWith(TOKEN_PREFIX) ? parsePair(text.slice(TOKEN_PREFIX.length)) : null;
}

/** `<id>.<secret>`, the value of a browser's cookie. A token is none, and the other way round. */
export function toPair({ id, secret }: Secret): string {
  return `${id}.${secret}`;
}

export function parsePair(text: string): Secret | null {
  const [, id, secret] = PAIR.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** SHA-256 in hex. The secrets are random and long: a slow hash would protect nothing more. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Takes the same time wherever the first difference is. */
export function isSecret(secret: string, hash: string): boolean {
  const [given, known] = [Buffer.from(hashSecret(secret), "hex"), Buffer.from(hash, "hex")];
  return given.length === known.length && timingSafeEqual(given, known);
}

const CODE_BYTES = 24; // 192 bits

/** A one-time code for signing in. */
export function createCode(): string {
  return randomBytes(CODE_BYTES).toString("base64url");
}

export function isCode(text: string): boolean {
  return /^[\w-]{32}$/.test(text);
}
