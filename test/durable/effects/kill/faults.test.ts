import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openStore } from "../../../../src/store/index.ts";
import { openShop, openTelegram } from "../../../../src/world/index.ts";
import { createContext, tempFolder } from "../../../store/_setup.ts";
import { judge } from "./judge.ts";
import { BOT, type Places } from "./plan.ts";

const WORKER = join(import.meta.dirname, "_worker.ts");
const ACTS = "12";
const canInject = spawnSync("strace", ["-f", "-e", "trace=none", "true"]).status === 0;

/** Calls that the kernel refuses; a share stands for that many of all calls of a run without faults. KRALLE_FAULTS=N: each Nth of them. */
const SHARES = [0.4, 0.75, 0.95];

async function run(args: string[]): Promise<string> {
  const child = spawn(args[0]!, args.slice(1), { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  return said;
}

test(
  "a disk that is full or broken at any write: what was told is true, and the next start finds out the rest",
  { skip: canInject ? false : "no strace that may trace here" },
  async (t) => {
    const folder = await tempFolder(t);
    const attempt = async (name: string, inject: string[]) => {
      const [home, files] = [join(folder, name), join(folder, `${name}-files`)];
      mkdirSync(files);
      const [keyed, asked] = [await openShop({ knowsKeys: true }), await openShop({ knowsKeys: false })];
      const telegram = await openTelegram(BOT, { chats: [7], isLimited: false });
      const places: Places = {
        keyed: keyed.url,
        asked: asked.url,
        telegram: telegram.url,
        files,
        mail: null,
        patienceMs: 10_000,
      };
      const worker = [process.execPath, WORKER, "journal", home, JSON.stringify(places), ACTS];
      const said = await run(["strace", "-f", "-o", join(folder, `${name}.log`), ...inject, ...worker]);
      await run(worker); // the next start, on a disk that works
      await Promise.all([keyed.close(), asked.close(), telegram.close()]);
      const store = await openStore(home, createContext());
      t.after(() => store.close());
      assert.equal((await store.db.get("PRAGMA integrity_check"))?.["integrity_check"], "ok", name);
      const names = [...keyed.ledger, ...asked.ledger, ...telegram.ledger];
      names.push(...readdirSync(files).flatMap((file) => (file.endsWith(".txt") ? [file.slice(0, -4)] : [])));
      const happened = new Map<string, number>();
      for (const one of names) happened.set(one, (happened.get(one) ?? 0) + 1);
      const told = new Set([...said.matchAll(/^ended (\d+)$/gm)].map(([, at]) => `act-${at}`));
      const { faults } = judge(await store.effects.list({ limit: 1_000 }), happened, told);
      assert.deepEqual(faults, [], `${name}: ${inject.join(" ")}`);
      return told.size;
    };
    const fair = await attempt("fair", ["-e", "trace=pwrite64,fdatasync"]);
    assert.equal(fair, Number(ACTS));
    const calls = readFileSync(join(folder, "fair.log"), "utf8");
    const countOf = (call: string): number => calls.split(`${call}(`).length - 1;
    let [runs, shorter] = [0, 0];
    for (const [call, error] of [
      ["pwrite64", "ENOSPC"],
      ["fdatasync", "EIO"],
    ] as const) {
      const all = countOf(call);
      const nth = Number(process.env["KRALLE_FAULTS"] ?? 0);
      const every = Array.from({ length: Math.floor(all / Math.max(1, nth)) }, (_, at) => (at + 1) * nth);
      const at = nth > 0 ? every : SHARES.map((share) => Math.ceil(all * share));
      for (const when of at) {
        const inject = ["-e", `trace=${call}`, "-e", `inject=${call}:error=${error}:when=${when}`];
        const told = await attempt(`${call}-${when}`, inject);
        runs += 1;
        if (told < fair) shorter += 1;
      }
    }
    assert.ok(shorter > 0, "control: the faults were felt");
    t.diagnostic(`${runs} faults, ${shorter} of them ended the worker before its end`);
  },
);
