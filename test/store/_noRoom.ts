import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../src/core/index.ts";
import { openStore } from "../../src/store/index.ts";
import { createContext } from "./_setup.ts";

// Runs on a small file system of its own: accepts until there is no room, works off what was accepted, frees space, goes on.
const [home = ""] = process.argv.slice(2);
const ctx = createContext();
const store = await openStore(home, ctx);
const { id: session } = await store.sessions.create({ title: "x" }, ctx);
const ballast = join(home, "ballast");

async function accept(key: string): Promise<string> {
  store.space.require();
  return (await store.messages.accept({ session, key, text: "y".repeat(2_000) }, ctx)).message.id;
}

await accept("first");
const { bavail, bsize } = await statfs(home);
await writeFile(ballast, Buffer.alloc(bavail * bsize - store.space.look().reserveBytes - 2_000_000));
const accepted: string[] = [];
let refused: AppError | null = null;
for (let n = 0; n < 1_000 && !refused; n += 1) {
  try {
    accepted.push(await accept(`k${n}`));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    refused = thrown;
  }
}
let answered = 0;
for (const message of accepted) {
  const answer = { message, state: "done", run: null, text: "z".repeat(4_000), data: null } as const;
  if (await store.messages.answer(answer, ctx)) answered += 1;
}
await rm(ballast);
await accept("after");
await store.close();
const { code = "", message = "", data } = refused ?? {};
process.stdout.write(`${JSON.stringify({ code, message, data, accepted: accepted.length, answered })}\n`);
