// Work that must be whole or not there: it is done in a folder of its own and renamed into place.
import {
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { say } from "./say.js";

const HEARTBEAT_MS = 1_000;
const STALE_MS = 15_000;

/**
 * Runs `work` while no other start on this folder runs it, then returns its result. The lock only saves double work (the
 * renames keep it right): it is a file with the holder's process id that the holder touches; a dead or silent holder
 * loses it.
 * @template T @param {URL} base @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function alone(base, work) {
  const lock = fileURLToPath(new URL("install.lock", base));
  mkdirSync(base, { recursive: true });
  let told = false;
  while (!take(lock)) {
    const holder = holderOf(lock);
    if (holder === null && free(lock)) continue;
    if (holder !== null && !told) say("waiting", holder);
    told ||= holder !== null;
    await new Promise((resolve) => setTimeout(resolve, holder === null ? 20 : 200));
  }
  const beat = setInterval(() => touch(lock), HEARTBEAT_MS);
  try {
    removeLeftovers(base);
    return await work();
  } finally {
    clearInterval(beat);
    if (readIfThere(lock) === String(process.pid)) rmSync(lock, { force: true });
  }
}

/** A new empty folder beside the place where its content will go; its name carries our process id. @param {URL} base */
export function createStage(base) {
  const stage = new URL(`stage-${process.pid}-${randomBytes(4).toString("hex")}/`, base);
  mkdirSync(stage, { recursive: true });
  return stage;
}

/** What dead processes left. @param {URL} base */
function removeLeftovers(base) {
  for (const name of readdirSync(base)) {
    const pid = /^stage-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) discard(new URL(`${name}/`, base));
  }
}

/** Removes a folder as far as that is possible now; what stays is tried again at the next installation. @param {URL} folder */
export function discard(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (process.env.KRALLE_DEBUG) process.stderr.write(`${String(error)}\n`);
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    const file = openSync(lock, "wx");
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Takes the lock from a dead or silent holder; false where another start is just doing so. One at a time, and after a second look:
 * whoever saw the dead one a moment ago would otherwise remove the lock of the start that came first.
 * @param {string} lock
 */
function free(lock) {
  const freeing = `${lock}.freeing`;
  if (!take(freeing)) {
    if (holderOf(freeing) === null) rmSync(freeing, { force: true });
    return false;
  }
  try {
    if (readIfThere(lock) !== null && holderOf(lock) === null) rmSync(lock, { force: true });
    return true;
  } finally {
    rmSync(freeing, { force: true });
  }
}

/** The process id of a holder that is alive and at work, else null. @param {string} lock */
function holderOf(lock) {
  const pid = readIfThere(lock);
  if (pid === null) return null;
  const silentMs = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const isAtWork = pid === "" || isAlive(Number(pid));
  return isAtWork && silentMs < STALE_MS ? pid : null;
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

/** @param {string} lock */
function touch(lock) {
  const now = new Date();
  try {
    utimesSync(lock, now, now);
  } catch (error) {
    if (error.code !== "ENOENT") throw error; // taken from us while we were stopped; the renames keep it right
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
