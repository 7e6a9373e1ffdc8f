import { createContext } from "./_setup.ts";
import { acquireHomeLock, openStore, restoreBackup } from "../../src/store/index.ts";

// A process for others to kill: `append` writes events and says each number once it is stored; `lock` holds the lock.
const [what, home = ""] = process.argv.slice(2);
const ctx = createContext();

if (what === "lock") {
  await acquireHomeLock(home, ctx);
  process.stdout.write("locked\n");
  setInterval(() => {}, 1_000);
}
if (what === "append") {
  const store = await openStore(home, ctx);
  const session = (await store.sessions.list(1))[0] ?? (await store.sessions.create({ title: "crash" }, ctx));
  for (;;) {
    const sha256 = await store.blobs.put(Buffer.from(String(Math.random())));
    const event = await store.sessions.append(session.id, "tick", { sha256 }, ctx);
    process.stdout.write(`${event.seq}\n`);
  }
}
if (what === "open") {
  process.stdout.write("opening\n");
  await openStore(home, ctx);
  process.stdout.write("open\n");
  process.exit(0); // As it stands: no closing that would tidy up.
}
if (what === "burst") {
  const store = await openStore(home, ctx);
  const session = await store.sessions.create({ title: "burst" }, ctx);
  const said: Record<string, number[]> = { kept: [], refused: [] };
  await Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; n < 8; n += 1) {
        const id = writer * 100 + n;
        const stored = store.sessions.append(session.id, "x", { id, text: "y".repeat(500) }, ctx);
        said[
          await stored.then(
            () => "kept",
            () => "refused",
          )
        ]?.push(id);
      }
    }),
  );
  process.stdout.write(`${JSON.stringify({ session: session.id, ...said })}\n`);
  process.exit(0); // As it stands: no closing that would tidy up.
}
if (what === "restore") {
  await restoreBackup(home, process.argv[4] ?? "", { force: true }, ctx);
  process.stdout.write("restored\n");
}
