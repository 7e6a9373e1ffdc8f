import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openStore } from "../../../src/store/index.ts";
import { createContext, tempFolder } from "../../store/_setup.ts";
import { createRandom } from "../../store/_random.ts";
import { createHandClock } from "../../durable/clockwork/_clock.ts";
import { prepareHome } from "./_house.ts";
import { mailItem } from "./_items.ts";
import { openPost, type Post } from "./_peers.ts";

const ZONE = "Europe/Berlin";
const EVENING = Date.parse("2026-11-25T20:00:00Z");
const MORNING = Date.parse("2026-11-26T06:00:00Z");
const WORKER = join(import.meta.dirname, "_worker.ts");
/** A worker begins with its work this soon after it says that it is ready. */
const WINDOW_MS = 300;

/** One life of the worker: killed so long after it was ready, or when a letter has come, or to its end. */
async function live(folder: string, post: Post, kill: number | "letter" | null): Promise<void> {
  const child = spawn(
    process.execPath,
    [WORKER, folder, String(MORNING), JSON.stringify({ smtp: post.port, telegram: null })],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const ended = once(child, "close");
  if (kill === "letter") {
    post.onLetter = async () => {
      child.kill("SIGKILL");
      await ended;
      return "takeAndCut";
    };
  }
  if (typeof kill === "number") {
    await Promise.race([once(child.stdout, "data"), ended]);
    await Promise.race([pause(kill), ended]);
    child.kill("SIGKILL");
  }
  child.stdout.resume();
  await ended;
  post.onLetter = () => Promise.resolve("take");
}

test("killed three times on a morning, the last time when the mail was out: made once, sent once, told as unclear", async (t) => {
  const folder = await tempFolder(t);
  const post = await openPost();
  t.after(() => post.close());
  const random = createRandom(7);
  const store = await prepareHome(folder, { time: "7:00", zone: ZONE, now: EVENING });
  await store.items.put(mailItem("mail_1", { at: EVENING, due: MORNING, urgency: 3 }), {
    clock: createHandClock(EVENING),
  });
  await store.close();
  await live(folder, post, random.next() * WINDOW_MS);
  if (post.letters.length === 0) await live(folder, post, "letter");
  await live(folder, post, random.next() * WINDOW_MS);
  await live(folder, post, null);

  const left = await openStore(join(folder, "home"), createContext());
  t.after(() => left.close());
  const [composed, ...others] = await left.briefings.list({ limit: 9 });
  assert.deepEqual([composed?.id, others.length], [`briefing:2026-11-26:${ZONE}`, 0]);
  assert.equal(post.letters.length, 1, "sent once");
  assert.match(post.letters[0] ?? "", /Subject: Briefing for Thursday/);
  const deliveries = await left.briefings.deliveries(composed?.id ?? "");
  const mail = deliveries.find(({ channel }) => channel === "mail");
  const act = await left.effects.find(mail?.effect ?? "");
  assert.equal(mail?.state, act?.state === "confirmed" ? "done" : "unclear", "what the journal knows is what is told");
  const files = await readdir(join(folder, "home", "briefings"));
  assert.deepEqual(files, ["2026-11-26.md"]);
  assert.match(await readFile(join(folder, "home", "briefings", "2026-11-26.md"), "utf8"), /^# Briefing for Thursday/);
});
