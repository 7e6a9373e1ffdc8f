import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { run as runProgram } from "../checks/program.ts";
import { ROOT } from "../checks/project.ts";
import { ownerOf, prepareHome, startGateway, type Owner, type Running } from "./_gateway.ts";
import { startModelServer, type ModelServer } from "./_modelServer.ts";

interface Tick {
  state: string;
  note: string | null;
}
interface Schedule {
  name: string;
  pattern: string;
  session: string;
  next: string | null;
  last: Tick | null;
}

describe("schedules of a gateway", () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-schedules-"));
  const home = join(folder, "home");
  let models: ModelServer;
  let gateway: Running;
  let owner: Owner;
  let delayMs = 0;

  before(async () => {
    models = await startModelServer({ delayMs: () => delayMs, answer: () => "two invoices are due" });
    prepareHome(home, models.url);
    gateway = await startGateway(home);
    owner = ownerOf(home);
  });
  after(async () => {
    await gateway.end("SIGTERM");
    owner.close();
    await models.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const kralle = (...args: string[]) =>
    runProgram(process.execPath, [join(ROOT, "bin/kralle.js"), "schedule", ...args], ROOT, { KRALLE_HOME: home });
  const ticks = async (): Promise<Tick[]> =>
    ((await owner.ask("GET", "/api/schedules/briefing/ticks")).body as { ticks: Tick[] }).ticks;
  const untilEnded = async (count: number): Promise<Tick[]> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const found = await ticks().catch(() => []);
      if (found.length === count && found.every(({ state }) => state !== "due")) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The ticks did not end: ${JSON.stringify(await ticks())}`);
  };

  it("made by the command line, run, its answer in a conversation and in the ledger", async () => {
    const empty = await kralle();
    assert.match(empty.stdout, /Nothing is scheduled/);
    const added = await kralle("add", "briefing", "weekdays 7:30", "what", "is", "due?", "--zone", "Europe/Berlin");
    assert.match(added.stdout, /briefing runs next on/);
    assert.match((await kralle("run", "briefing")).stdout, /has begun/);
    const [tick] = await untilEnded(1);
    assert.deepEqual([tick?.state, tick?.note], ["done", "two invoices are due"]);
    const { body } = await owner.ask("GET", "/api/schedules");
    const [schedule] = (body as { schedules: Schedule[] }).schedules;
    assert.ok(schedule);
    assert.equal(schedule.pattern, "30 7 * * 1-5");
    const said = await owner.ask("GET", `/api/sessions/${schedule.session}/messages`);
    const { messages } = said.body as { messages: { role: string; text: string }[] };
    assert.deepEqual(
      messages.map(({ role, text }) => `${role}: ${text}`),
      ["user: what is due?", "assistant: two invoices are due"],
    );
    const listed = await kralle("list");
    assert.match(listed.stdout, /briefing +30 7 \* \* 1-5 Europe\/Berlin/);
    assert.match((await kralle("ledger", "briefing")).stdout, /done +two invoices are due/);
  });

  it("a tick that a kill -9 interrupts runs to its end once", async () => {
    delayMs = 1_500;
    const asked = models.asked.length;
    assert.equal((await owner.ask("POST", "/api/schedules/briefing/ticks")).status, 201);
    while (models.asked.length === asked) await new Promise((resolve) => setTimeout(resolve, 20));
    await gateway.end("SIGKILL");
    delayMs = 0;
    gateway = await startGateway(home);
    owner.close();
    owner = ownerOf(home);
    const ended = await untilEnded(2);
    assert.ok(ended.every(({ state }) => state === "done"));
    const { body } = await owner.ask("GET", "/api/schedules");
    const session = (body as { schedules: Schedule[] }).schedules[0]?.session ?? "";
    const said = await owner.ask("GET", `/api/sessions/${session}/messages`);
    assert.equal((said.body as { messages: unknown[] }).messages.length, 4);
    assert.ok(models.asked.length - asked <= 2, "asked again at most for the kill");
  });

  it("paused, changed, removed; what is wrong is said with what to do", async () => {
    assert.equal((await owner.ask("PATCH", "/api/schedules/briefing", { paused: true })).status, 200);
    const { body } = await owner.ask("GET", "/api/schedules");
    assert.equal((body as { schedules: Schedule[] }).schedules[0]?.next, null);
    const wrong = await kralle("add", "briefing", "whenever", "x");
    assert.notEqual(wrong.code, 0);
    assert.match(wrong.stderr, /was not understood as times/);
    const german = await runProgram(process.execPath, [join(ROOT, "bin/kralle.js"), "schedule", "run", "nix"], ROOT, {
      KRALLE_HOME: home,
      LC_ALL: "de_DE.UTF-8",
    });
    assert.match(german.stderr, /Es gibt keinen Plan "nix"/);
    assert.match((await kralle("remove", "briefing")).stdout, /no longer scheduled/);
    assert.equal((await owner.ask("GET", "/api/schedules/briefing/ticks")).status, 200, "the ledger stays");
  });

  it("without a gateway they can be listed and made, and it is said that none runs", async () => {
    await gateway.end("SIGTERM");
    assert.match((await kralle("add", "later", "hourly", "hello")).stdout, /while Kralle is up/);
    const run = await kralle("run", "later");
    assert.match(run.stderr, /kralle up/);
    gateway = await startGateway(home);
    const { body } = await owner.ask("GET", "/api/schedules");
    assert.deepEqual(
      (body as { schedules: Schedule[] }).schedules.map(({ name }) => name),
      ["later"],
    );
  });
});
