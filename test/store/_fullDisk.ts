import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../src/core/index.ts";
import { openStore, type Store } from "../../src/store/index.ts";
import { createContext } from "./_setup.ts";

// Runs on a small file system of its own: fills it in many phases while 20 writers store events, frees it, and compares what
// was acknowledged with what is there. Prints one JSON line.
const [home = "", bytes = "8388608"] = process.argv.slice(2);
const PHASES = 20;
const WRITERS = 20;
const ctx = createContext();
const ballast = join(home, "ballast");

const store = await openStore(home, ctx);
const codes = new Set<string>();
const fault: string[] = [];
let acknowledged = 0;

for (let phase = 0; phase < PHASES; phase += 1) {
  const session = await store.sessions.create({ title: `phase ${phase}` }, ctx);
  const before = await countEvents(store, session.id);
  // Room for some commits, another number each time, also for none.
  await fill(Number(bytes), (phase * 37_000) % 700_000);
  const kept = new Set<number>();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; ; n += 1) {
        try {
          const id = writer * 1_000_000 + n;
          await store.sessions.append(session.id, "x", { id, text: "y".repeat(1_500) }, ctx);
          kept.add(id);
        } catch (thrown) {
          codes.add(thrown instanceof AppError ? thrown.code : String(thrown));
          return;
        }
      }
    }),
  );
  await rm(ballast);
  const events = await store.sessions.events(session.id);
  const stored = new Set(events.map(({ payload }) => (payload as { id: number }).id));
  if (before !== 0 || [...kept].some((id) => !stored.has(id)))
    fault.push(`phase ${phase}: an acknowledged event is gone`);
  if (stored.size !== kept.size) fault.push(`phase ${phase}: ${stored.size} stored, ${kept.size} acknowledged`);
  acknowledged += kept.size;
  await store.sessions.append(session.id, "x", { id: -1 }, ctx);
  await store.db.run("DELETE FROM events WHERE session = ?", [session.id]);
  // The next phase begins with an empty log, so that the room that is left is what bounds it.
  await store.db.all("PRAGMA wal_checkpoint(TRUNCATE)");
}
const verdict = (await store.db.get("PRAGMA integrity_check"))?.["integrity_check"];
await store.close();
const again = await openStore(home, ctx);
const sessions = (await again.sessions.list(100)).length;
await again.close();
process.stdout.write(`${JSON.stringify({ codes: [...codes], fault, acknowledged, verdict, sessions })}\n`);

async function countEvents(opened: Store, session: string): Promise<unknown> {
  return (await opened.db.get("SELECT COUNT(*) AS n FROM events WHERE session = ?", [session]))?.["n"];
}

async function fill(total: number, leave: number): Promise<void> {
  const { bavail, bsize } = await statfs(home);
  if (total < bavail * bsize) throw new Error("This is no small file system.");
  await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
}
