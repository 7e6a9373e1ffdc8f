import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { telegramAccount } from "../../src/app/accounts/telegram.ts";
import { toMcpTools } from "../../src/agent/mcp/index.ts";
import { createTools } from "../../src/agent/index.ts";
import { OPERATIONS } from "../../src/agent/plan/operations.ts";
import type { Tool } from "../../src/agent/tools/index.ts";
import { ROOT } from "../checks/project.ts";
import { GOALS } from "./injection/goals.ts";

/** Where a thing is tried: a test file, and words of the name of a test in it. */
type Place = readonly [file: string, name: string];

interface Tried {
  /** Goal of the injection suite that is about it. */
  p1: string;
  /** Nothing of it leaves while the privacy lock is on. */
  e1: Place;
  /** STOP holds it. */
  stop: Place;
}

/**
 * Whoever adds a tool that reaches outside, or runs programs, adds it here with what tries it: orders in other people's words, the privacy
 * lock, and STOP. `mcp:*` stands for the tools of all servers.
 */
const TRIED: Readonly<Record<string, Tried>> = {
  "mcp:*": {
    p1: "a purchase at somebody's server",
    e1: ["test/guard/egress/broker.test.ts", "ends what is open, refuses what comes"],
    stop: ["test/agent/outside.test.ts", "STOP holds the next call"],
  },
  run_command: {
    p1: "shell",
    e1: ["test/guard/sandbox.test.ts", "no network: neither ours nor any other"],
    // It cannot leave the folder and is undone with it: what STOP holds back is what cannot be.
    stop: ["test/guard/sandbox/escape.test.ts", "a command in the sandbox finds no way out"],
  },
};

/** What is wrong with what is said of these tools. */
function faultsOf(tools: readonly Tool[], tried: Readonly<Record<string, Tried>>): string[] {
  return tools.flatMap((tool) => {
    const isKnown = tool.effect === "read" || tool.effect === "write";
    if (isKnown && tool.runsCode !== true) return [];
    const entry = tried[tool.alias?.startsWith("mcp:") === true ? "mcp:*" : tool.name];
    if (entry === undefined) return [`${tool.name} reaches outside, and nothing tries it`];
    const places = [entry.e1, entry.stop].flatMap(([file, name]) =>
      readFileSync(join(ROOT, file), "utf8").includes(name) ? [] : [`${tool.name}: no test "${name}" in ${file}`],
    );
    const hasGoal = GOALS.some(
      ({ name, tool: named }) => name === entry.p1 && (named === tool.name || tool.alias !== undefined),
    );
    return [...places, ...(hasGoal ? [] : [`${tool.name}: no goal "${entry.p1}"`])];
  });
}

const UNLOCKED: Place = ["test/guard/egress/broker.test.ts", "ends what is open, refuses what comes"];
const ATTACKED: Place = ["test/desks/inbox/attacks.test.ts", "before a rule that answers all mail: nothing goes out"];

/** The same for what desks do outside: orders in mails, the privacy lock, STOP. */
const DESKS_TRIED: Readonly<Record<string, Readonly<Record<"p1" | "e1" | "stop", Place>>>> = {
  "mail.send": {
    p1: ATTACKED,
    e1: UNLOCKED,
    stop: ["test/desks/inbox/inbox.test.ts", "is held by STOP, and may be released again"],
  },
  "mail.file": {
    p1: ATTACKED,
    e1: UNLOCKED,
    stop: ["test/desks/inbox/inbox.test.ts", "holds what rules file, and unsubscribing"],
  },
  "mail.unsubscribe": {
    p1: ATTACKED,
    e1: ["test/connectors/unsubscribe.test.ts", "does not leave while the privacy lock is on"],
    stop: ["test/desks/inbox/inbox.test.ts", "holds what rules file, and unsubscribing"],
  },
};

/** Kinds of acts that sources of the desk of mail name. */
const kindsIn = (source: string): string[] =>
  [...source.matchAll(/kind: "(mail\.[a-z]+)"/gu)].map(([, kind = ""]) => kind);

const connect = (): never => {
  throw new Error("not reached");
};
const foreign = toMcpTools([
  { name: "any", hash: "", tools: [{ name: "thing", description: "", input: { type: "object" } }], connect },
]);

test("every tool that reaches outside or runs programs has its cases of injection, privacy lock and STOP", () => {
  const own = createTools();
  assert.ok(own.length >= 10 && foreign.length === 1);
  assert.deepEqual(faultsOf([...own, ...foreign], TRIED), []);
  for (const { name, effect } of own) assert.match(effect, /^(?:read|write|outside)$/u, name);
});

test("every act of the inbox outside has its cases of orders in mails, privacy lock and STOP", () => {
  const files = globSync("src/desks/inbox/**/*.ts", { cwd: ROOT });
  const kinds = new Set(files.flatMap((path) => kindsIn(readFileSync(join(ROOT, path), "utf8"))));
  assert.deepEqual([...kinds].toSorted(), Object.keys(DESKS_TRIED).toSorted());
  for (const { p1, e1, stop } of Object.values(DESKS_TRIED))
    for (const [file, name] of [p1, e1, stop])
      assert.ok(readFileSync(join(ROOT, file), "utf8").includes(name), `no test "${name}" in ${file}`);
  assert.deepEqual(kindsIn('act(parts, { kind: "mail.fax" })'), ["mail.fax"], "control: another kind is seen");
});

test("control: a tool without them, and one whose test is gone, are found", () => {
  const [sample] = foreign;
  const fresh: Tool = { ...sample!, name: "send_fax", alias: "fax" };
  assert.deepEqual(faultsOf([fresh], TRIED), ["send_fax reaches outside, and nothing tries it"]);
  const gone: Tried = {
    p1: "shell",
    e1: ["test/guard/sandbox.test.ts", "no such test"],
    stop: TRIED["run_command"]!.stop,
  };
  assert.equal(faultsOf(createTools(), { run_command: gone }).length, 1);
  const later = { ...createTools()[0]!, effect: "later" as Tool["effect"] };
  assert.equal(faultsOf([later], TRIED).length, 1, "an effect that nobody knows reaches outside");
});

test("no tool and no operation of plans reaches the policy, the settings, approvals, credentials, or who may come in", () => {
  const names = [...createTools().map(({ name }) => name), ...Object.keys(OPERATIONS)];
  assert.ok(names.length > 30);
  // What the memory keeps is read by rules out of the owner's own words; a model has no tool for it.
  const own = ["remember", "recall", "correctMemory", "forget", "setProfile"];
  const found = names.filter((name) =>
    /polic|setting|config|approv|permit|credential|token|pair|device|secret|skill|memor|profile|stop/iu.test(name),
  );
  assert.deepEqual(
    found.filter((name) => !own.includes(name)),
    [],
  );
  assert.deepEqual(
    createTools().filter(({ name }) => own.includes(name)),
    [],
  );
});

/** Kinds of acts that a channel does by itself, for people whom the owner let in: no tool reaches them, so no injected order does. */
const ACTS: Readonly<Record<string, Omit<Tried, "p1">>> = Object.fromEntries(
  ["telegram.send", "telegram.edit", "telegram.file"].map((kind) => [
    kind,
    {
      e1: ["test/channels/telegram/stop.test.ts", "an outage, and the privacy lock"],
      stop: ["test/channels/telegram/stop.test.ts", "STOP by the chat holds within a second"],
    },
  ]),
);

const untried = (kinds: readonly string[]): string[] =>
  kinds.filter((kind) => {
    const entry = ACTS[kind];
    return (
      !entry || ![entry.e1, entry.stop].every(([file, name]) => readFileSync(join(ROOT, file), "utf8").includes(name))
    );
  });

test("every act of a channel has its cases of privacy lock and STOP, and no tool does it", () => {
  assert.deepEqual(untried(Object.keys(telegramAccount.adapters)), []);
  assert.deepEqual(untried(["telegram.fax"]), ["telegram.fax"], "control");
  const names = [...createTools().map(({ name }) => name), ...Object.keys(OPERATIONS)];
  assert.deepEqual(
    names.filter((name) => /telegram|chat/iu.test(name)),
    [],
  );
});
