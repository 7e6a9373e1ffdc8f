import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openApp, type App } from "../../src/app/index.ts";
import type { Context } from "../../src/core/index.ts";
import { openGateway, type Gateway } from "../../src/gateway/index.ts";
import { run as runProgram } from "../checks/program.ts";
import { ROOT } from "../checks/project.ts";
import { toContext } from "../models/remote/_setup.ts";
import { ownerOf, prepareHome, type Owner } from "./_gateway.ts";
import { startModelServer, type ModelServer } from "./_modelServer.ts";

interface Run {
  id: string;
  kind: string;
  state: string;
  request: string;
  schedule: string | null;
  session: string | null;
  step: string | null;
}
interface Shown {
  run: Run;
  steps: { id: string; name: string; state: string; started: string | null; ended: string | null }[];
  sent: string | null;
}

describe("runs of a gateway", () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-runs-"));
  const home = join(folder, "home");
  const stop = new AbortController();
  const ctx: Context = { ...toContext(), signal: stop.signal };
  let delayMs = 0;
  let models: ModelServer;
  let app: App;
  let gateway: Gateway;
  let owner: Owner;

  before(async () => {
    models = await startModelServer({ delayMs: () => delayMs, answer: () => "two invoices are due" });
    prepareHome(home, models.url);
    writeFileSync(join(folder, "prices.csv"), "item;price\nscrew;27,50\nnut;3,10\n");
    app = await openApp({ home, env: {}, interactive: false }, ctx);
    gateway = await openGateway({ app, settings: { ...app.gateway, port: 0 } }, ctx);
    await app.conversations();
    owner = ownerOf(home);
  });
  after(async () => {
    owner.close();
    await app.close();
    await gateway.close(200);
    stop.abort();
    await models.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const list = async (query = ""): Promise<{ runs: Run[]; next: string | null }> =>
    (await owner.ask("GET", `/api/runs${query}`)).body as { runs: Run[]; next: string | null };
  const show = async (id: string): Promise<Shown> =>
    (await owner.ask("GET", `/api/runs/${encodeURIComponent(id)}`)).body as Shown;
  const until = async (hasCome: (runs: Run[]) => boolean): Promise<Run[]> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const { runs } = await list();
      if (hasCome(runs)) return runs;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`The runs did not come there: ${JSON.stringify(await list())}`);
  };
  const send = async (text: string, workspace: string | null = null): Promise<string> => {
    const conversations = await app.conversations();
    const { id } = await conversations.create({ workspace });
    return (await conversations.send(id, { text })).message.id.replace("msg_", "run_");
  };
  const kralle = (args: string[], env: Record<string, string> = {}) =>
    runProgram(process.execPath, [join(ROOT, "bin/kralle.js"), "runs", ...args], ROOT, { KRALLE_HOME: home, ...env });

  it("none: the list is empty, and a person is told what would be the first", async () => {
    assert.deepEqual(await list(), { runs: [], next: null });
    assert.match((await kralle([])).stdout, /Nothing was done yet/);
  });

  it("a request waits, runs and is done; its plan's steps have times", async () => {
    const id = await send("Set the price of nut to 4,10 in prices.csv", folder);
    const [run] = await until(([first]) => first?.state === "done");
    assert.deepEqual([run?.id, run?.kind, run?.request], [id, "request", "Set the price of nut to 4,10 in prices.csv"]);
    const { steps } = await show(id);
    assert.ok(steps.length > 0);
    for (const step of steps) {
      assert.equal(step.state, "done", step.name);
      assert.ok(step.started !== null && step.ended !== null && step.started <= step.ended, step.name);
    }
  });

  it("what runs and waits is told apart, and is cancelled", async () => {
    delayMs = 60_000;
    const first = await send("hello");
    const { session } = (await show(first)).run;
    await until(([newest]) => newest?.id === first && newest.state === "running");
    const waiting = await (await app.conversations()).send(session ?? "", { text: "and again" });
    const second = waiting.message.id.replace("msg_", "run_");
    assert.deepEqual(
      (await list("?state=waiting")).runs.map(({ id }) => id),
      [second],
    );
    assert.deepEqual(
      (await list("?state=running")).runs.map(({ id }) => id),
      [first],
    );
    assert.equal((await owner.ask("POST", `/api/runs/${second}/cancel`)).status, 200);
    assert.match((await kralle(["cancel", first])).stdout, /is cancelled/);
    delayMs = 0;
    const runs = await until((all) => all.every(({ state }) => state !== "running" && state !== "waiting"));
    assert.deepEqual(
      runs.slice(0, 2).map(({ id, state }) => `${id} ${state}`),
      [`${second} cancelled`, `${first} cancelled`],
    );
    assert.deepEqual((await list("?state=running")).runs, []);
    const again = await owner.ask("POST", `/api/runs/${first}/resume`);
    assert.equal(again.status, 400, "a request is sent again in its conversation");
  });

  it("a tick of a schedule is work of its own, and cancelling it ends its request", async () => {
    delayMs = 60_000;
    await app.run("addSchedule", { name: "briefing", times: "weekdays 7:30", text: "what is due?" }, {}, ctx);
    await app.run("runSchedule", { name: "briefing" }, {}, ctx);
    const running = await until(
      (all) => all.filter(({ schedule, state }) => schedule !== null && state === "running").length === 2,
    );
    const tick = running.find(({ kind }) => kind === "scheduled-request");
    assert.ok(tick);
    assert.equal(tick.schedule, "briefing");
    const { steps, sent } = await show(tick.id);
    assert.deepEqual(
      steps.map(({ name, state }) => `${name} ${state}`),
      ["send done"],
    );
    assert.equal((await show(sent ?? "")).run.request, "what is due?");
    assert.equal((await owner.ask("POST", `/api/runs/${encodeURIComponent(tick.id)}/cancel`)).status, 200);
    delayMs = 0;
    assert.equal((await show(tick.id)).run.state, "cancelled");
    await until((all) => all.every(({ state }) => state !== "running"));
    assert.equal((await show(sent ?? "")).run.state, "cancelled");
    assert.equal((await owner.ask("POST", `/api/runs/${encodeURIComponent(tick.id)}/resume`)).status, 200);
    await until((all) => all.some(({ id, state }) => id === tick.id && state === "failed"));
  });

  it("pages hold each once, whatever their size, and nothing of them is lost", async () => {
    const all = (await list("?limit=100")).runs.map(({ id }) => id);
    assert.ok(all.length >= 5, `${all.length}`);
    for (const limit of [1, 2, 3]) {
      const paged: string[] = [];
      let next: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list(
          `?limit=${limit}${next === null ? "" : `&before=${encodeURIComponent(next)}`}`,
        );
        paged.push(...page.runs.map(({ id }) => id));
        next = page.next;
      } while (next !== null);
      assert.deepEqual(paged, all, `pages of ${limit}`);
    }
    assert.equal((await owner.ask("GET", "/api/runs?before=nonsense")).status, 400);
  });

  it("the command line lists, shows and filters them, also in German; what is not there is said", async () => {
    const listed = await kralle(["--state", "done"]);
    assert.match(listed.stdout, /done .*Set the price of/);
    const { id } = (await list("?state=done")).runs.at(-1) ?? { id: "" };
    const shown = await kralle(["show", id], { LC_ALL: "de_DE.UTF-8" });
    assert.match(shown.stdout, /Schritte[\s\S]*\$1 .*\(erledigt/);
    const missing = await kralle(["show", "run_none"], { LC_ALL: "de_DE.UTF-8" });
    assert.match(missing.stderr, /Einen Lauf \S*run_none\S* gibt es nicht/);
    assert.equal((await kralle(["nonsense"])).code, 2);
    assert.equal((await owner.ask("GET", "/api/runs/msg_none")).status, 404);
  });

  it("a change is told while it happens", async () => {
    let told = 0;
    const heard = owner.hear("/api/events", 0, ({ type }) => type === "runs" && ++told >= 3);
    await send("hello once more");
    await heard;
    assert.ok(told >= 3);
  });
});
