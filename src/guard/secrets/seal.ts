import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { AppError } from "../../core/index.ts";
import type { SealedSecret } from "../../store/index.ts";

const CIPHER = "aes-256-gcm";
export const KEY_BYTES = 32;
/** NIST SP 800-38D, 8.2.2: a random nonce of 96 bits, new for each value. */
const NONCE_BYTES = 12;

/** Which key it is, without telling anything of it. */
export const idOfKey = (key: Buffer): string =>
  createHash("sha256").update("kralle key id").update(key).digest("hex").slice(0, 16);

/** The name is bound to the value: one that is moved under another name does not open. */
export function seal(key: Buffer, name: string, value: string): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(name, "utf8"));
  const sealed = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return {
    name,
    keyId: idOfKey(key),
    nonce: nonce.toString("base64"),
    sealed: sealed.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
  };
}

/** Throws E_STORE where it was changed. */
export function unseal(key: Buffer, { name, nonce, sealed, tag }: SealedSecret): string {
  try {
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, "base64"), { authTagLength: 16 })
      .setAAD(Buffer.from(name, "utf8"))
      .setAuthTag(Buffer.from(tag, "base64"));
    return Buffer.concat([decipher.update(Buffer.from(sealed, "base64")), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new AppError("E_STORE", `The secret ${name} was changed in the database and cannot be opened.`, {
      hint: `Set it again: kralle secret set ${name}`,
      cause,
    });
  }
}
