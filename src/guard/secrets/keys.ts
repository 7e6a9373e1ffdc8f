import { spawn } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { link, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../core/index.ts";
import { idOfKey, KEY_BYTES } from "./seal.ts";

export type KeyPlace = "keyring" | "file";

export interface MasterKey {
  id: string;
  key: Buffer;
  place: KeyPlace;
}

/**
 * The key that secrets are sealed with. Contract: `current` gives one that is kept already or makes one, in the keyring of the system where
 * there is one that keeps it, else in a file that only its owner can read; two that make one at the same time get the same.
 * `find` gives the key of an id from wherever it is, null where it is nowhere.
 */
export interface MasterKeys {
  current(): Promise<MasterKey>;
  find(id: string): Promise<MasterKey | null>;
  /** The one that `current` would give, null where it would make one. */
  known(): Promise<MasterKey | null>;
}

/** Beside the database and never in a backup: who has one of both has nothing. */
const KEY_FILE = "secret.key";

export function openMasterKeys(home: string, env: Readonly<Record<string, string | undefined>>): MasterKeys {
  const path = join(home, KEY_FILE);
  const ring = createKeyring(home, env);
  const inFile = async (): Promise<MasterKey | null> => {
    const text = await readFile(path, "utf8").catch((thrown: unknown) => {
      if (isMissing(thrown)) return null;
      throw unreadable(path, thrown);
    });
    return text === null ? null : toKey(text, "file", path);
  };
  const inRing = async (): Promise<MasterKey | null> => {
    const text = await ring.get();
    return text === null ? null : toKey(text, "keyring", path);
  };
  const findKnown = async (): Promise<MasterKey | null> => (await inFile()) ?? inRing();
  return {
    known: findKnown,
    async current() {
      const known = await findKnown();
      if (known) return known;
      const text = randomBytes(KEY_BYTES).toString("base64");
      if (await ring.put(text)) {
        const kept = await inRing();
        if (kept) return kept;
      }
      await writeOnce(path, text);
      const written = await inFile();
      if (written) return written;
      throw unreadable(path, null);
    },
    async find(id) {
      const file = await inFile();
      if (file?.id === id) return file;
      const kept = await inRing();
      return kept?.id === id ? kept : null;
    },
  };
}

function toKey(text: string, place: KeyPlace, path: string): MasterKey {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== KEY_BYTES) throw unreadable(place === "file" ? path : place, null);
  return { id: idOfKey(key), key, place };
}

/** Whole on the disk before it has its name, and never over another. */
async function writeOnce(path: string, text: string): Promise<void> {
  const partial = `${path}.${randomUUID()}`;
  const file = await open(partial, "wx", 0o600);
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
    await link(partial, path);
  } catch (thrown) {
    const isThere = thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST";
    if (!isThere) throw thrown;
  } finally {
    await file.close();
    await rm(partial, { force: true });
  }
}

interface Keyring {
  get(): Promise<string | null>;
  /** False where there is none. */
  put(text: string): Promise<boolean>;
}

const PATIENCE_MS = 5_000;

/** The Secret Service of a Linux desktop (GNOME Keyring, KWallet) by `secret-tool`, which takes the value from its input. */
function createKeyring(home: string, env: Readonly<Record<string, string | undefined>>): Keyring {
  const hasService = process.platform === "linux" && (env["DBUS_SESSION_BUS_ADDRESS"] ?? "") !== "";
  if (!hasService) return { get: () => Promise.resolve(null), put: () => Promise.resolve(false) };
  const names = ["service", "kralle", "home", createHash("sha256").update(home).digest("hex").slice(0, 16)];
  return {
    async get() {
      const { code, text } = await runTool(["lookup", ...names], "", env);
      return code === 0 && text.trim() !== "" ? text : null;
    },
    put: async (text) => (await runTool(["store", "--label=Kralle", ...names], text, env)).code === 0,
  };
}

function runTool(
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ code: number | null; text: string }> {
  const names = ["PATH", "HOME", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY", "LANG"];
  const own = Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  return new Promise((resolve) => {
    const stdio = ["pipe", "pipe", "ignore"] as const;
    const child = spawn("secret-tool", args, { env: own, stdio: [...stdio], timeout: PATIENCE_MS });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stdin.on("error", () => undefined); // it ended without reading: its code says so
    child.once("error", () => resolve({ code: null, text: "" })); // there is no such program
    child.once("close", (code) => resolve({ code, text }));
    child.stdin.end(input);
  });
}

const isMissing = (thrown: unknown): boolean => thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";

function unreadable(place: string, cause: unknown): AppError {
  return new AppError("E_STORE", `The key of the secrets in ${place} cannot be used.`, {
    hint: "Bring it back from where you keep it, or move it away and set the secrets again.",
    cause,
  });
}
