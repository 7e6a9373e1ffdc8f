import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { z } from "zod";
import { answeredHere } from "../../src/agent/asking.ts";
import { createBoundary, type Boundary, type BoundaryParts } from "../../src/agent/boundary.ts";
import { createOutside, openOutside } from "../../src/agent/outside.ts";
import { createPolicyBook } from "../../src/agent/policyBook.ts";
import { createProvenance } from "../../src/agent/provenance/index.ts";
import type { Tool } from "../../src/agent/tools/index.ts";
import { AppError, toCanonicalJson, type Clock } from "../../src/core/index.ts";
import { createRefusingSandbox, OWNER, type Bulk } from "../../src/guard/index.ts";
import type { Store } from "../../src/store/index.ts";
import { mutate } from "../guard/_mutate.ts";
import { createRandom, type Random } from "../store/_random.ts";
import { isError } from "../store/_setup.ts";
import { openBench } from "./workspace/_setup.ts";

interface Order {
  to: string;
  amount: string;
  items: { name: string; count: number }[];
}

const ORDER: Order = {
  to: "Kühn GmbH",
  amount: "12.50",
  items: [
    { name: "tube", count: 2 },
    { name: "bell", count: 1 },
  ],
};

/** A clock that stands until it is moved. */
function standing(start: number): Clock & { now(): number; move(ms: number): void } {
  let time = start;
  const sleep = (_ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((_resolve, reject) =>
      signal?.addEventListener("abort", () => reject(new Error("over")), { once: true }),
    );
  return { now: () => time, sleep, move: (ms) => (time += ms) };
}

/** A session that may place orders, on the real boundary; `ledger` is what the shop got. */
async function openShop(t: TestContext, lenient = false) {
  const bench = await openBench(t);
  const clock = standing(1_800_000_000_000);
  const ctx = { ...bench.ctx, clock };
  const ledger: Order[] = [];
  let latest: Order | null = null;
  const tool: Tool<Order, string> = {
    name: "place_order",
    description: "Place an order",
    input: z.object({
      to: z.string(),
      amount: z.string(),
      items: z.array(z.object({ name: z.string(), count: z.number() })),
    }),
    effect: "outside",
    describe: (input) => {
      latest = input; // whoever wrote a tool may keep what it was shown
      return `order for ${input.amount} from ${input.to}`;
    },
    run: (input) => {
      ledger.push(structuredClone(input));
      return Promise.resolve("ordered");
    },
  };
  let runs = 0;
  const approvals = lenient ? withoutChecks(bench.store.approvals) : bench.store.approvals;
  const boundaryOf = (session: string, approve: BoundaryParts["approve"]): Pick<Boundary, "use" | "permit"> => {
    if (lenient) return unchecked(approve);
    const recorder: BoundaryParts["recorder"] = {
      session,
      emit: () => Promise.resolve(),
      later: () => undefined,
      finish: (_event, keep) => keep(),
    };
    const sandbox = createRefusingSandbox(new AppError("E_SANDBOX_MISSING", "none"));
    const { workspace, store } = bench;
    const lines = () => Promise.resolve([]);
    const provenance = createProvenance({ labels: store.labels, workspace, request: "Order it", lines });
    const book = createPolicyBook(store, ctx);
    const outside = createOutside(openOutside(store, ctx), `run_${(runs += 1)}`);
    return createBoundary(
      {
        policy: { interactive: true },
        book,
        provenance,
        approve,
        approvals,
        audit: store.audit,
        sandbox,
        outside,
        workspace,
        recorder,
      },
      ctx,
    );
  };
  return { ...bench, ctx, clock, ledger, tool, approvals, boundaryOf, shown: () => latest };
}

const here = ({ approvals, ctx }: Shop, approve: () => Promise<boolean>) => answeredHere(approvals, approve, ctx);

type Shop = Awaited<ReturnType<typeof openShop>>;

/** The control: approvals that any hash allows and any use takes … */
function withoutChecks(approvals: Store["approvals"]): Store["approvals"] {
  return {
    ...approvals,
    decide: async (id, answer, ctx) => {
      const found = await approvals.get(id);
      return approvals.decide(id, { ...answer, hash: found?.hash ?? "" }, ctx);
    },
    use: () => Promise.resolve(true),
  };
}

/** … and a boundary that runs whatever it has when somebody said yes. */
function unchecked(approve: BoundaryParts["approve"]): Pick<Boundary, "use" | "permit"> {
  return {
    permit: () => Promise.resolve(),
    async use(tool, given) {
      const input = structuredClone(tool.input.parse(given));
      const describe = tool.describe(input);
      const question = { id: "apr_1", tool: tool.name, describe, details: "", argumentsHash: "h" };
      if (!(await approve?.(question, new AbortController().signal))) throw new AppError("E_REFUSED", "no");
      return tool.run(input, null as never);
    },
  };
}

const WAYS = [
  "input",
  "tool",
  "hash",
  "other id",
  "session",
  "late",
  "clock back",
  "reuse",
  "parallel",
  "no answer",
] as const;
type Way = (typeof WAYS)[number];

/** One order that is asked about and changed after the person saw it; what the shop got against what was allowed. */
async function attack(shop: Shop, way: Way, random: Random): Promise<number> {
  const { ctx, clock, ledger, approvals, store } = shop;
  const tool = { ...shop.tool };
  const start = ledger.length;
  let allowed = 0;
  const approve = async ({ id, argumentsHash: hash }: { id: string; argumentsHash: string }): Promise<boolean> => {
    const yes = { decision: "allow", by: "tok_1", via: "api" } as const;
    const decide = (change: { id?: string; hash?: string } = {}) =>
      approvals.decide(change.id ?? id, { ...yes, hash: change.hash ?? hash }, ctx).then(
        () => true,
        () => true, // whoever waits says yes, whatever the store says
      );
    if (way === "hash") return decide({ hash: mutate(hash, random) as string });
    if (way === "other id") return decide({ id: mutate(id, random) as string });
    if (way === "no answer") return Promise.reject(new Error("gone")).catch(() => false);
    await decide();
    if (way === "input") Object.assign(shop.shown()!, clear(shop.shown()!), mutate(ORDER, random));
    if (way === "tool") {
      const field = (["name", "description", "effect", "input"] as const)[random.below(4)]!;
      if (field === "input") tool.input = z.object({ to: z.string() }) as unknown as typeof tool.input;
      else Object.assign(tool, { [field]: `${tool[field]}${field === "effect" ? "2" : "\u200b"}` });
    }
    if (way === "late") clock.move(60 * 60_000 + random.below(1_000));
    if (way === "clock back") clock.move(-1 - random.below(10_000_000));
    if (way === "parallel" || way === "reuse") {
      allowed = 1;
      const other = { hash, call: mutate("c".repeat(64), random) as string, amount: 0n };
      const tries = Array.from({ length: 5 }, () => approvals.use(id, other, ctx));
      const won = (way === "parallel" ? await Promise.all(tries) : [await tries[0]]).filter(Boolean).length;
      await Promise.all(tries);
      return Promise.resolve(true).then(() => {
        // Each that was released beside it is one order more than the person allowed.
        for (let n = 0; n < won; n += 1) ledger.push(ORDER);
        return true;
      });
    }
    return true;
  };
  if (way === "session") {
    // The yes that one session got is used by another one, for its own words.
    let granted = { id: "", hash: "" };
    const first = shop.boundaryOf("ses_a", ({ id, argumentsHash }) => {
      granted = { id, hash: argumentsHash };
      return Promise.resolve(false);
    });
    await first.use(tool, ORDER).catch(() => null);
    const second = shop.boundaryOf("ses_b", ({ id }) =>
      approvals.decide(id, { decision: "allow", hash: granted.hash, by: "tok_1", via: "api" }, ctx).then(
        () => true,
        () => true,
      ),
    );
    await second.use(tool, ORDER).catch(() => null);
  } else {
    const boundary = shop.boundaryOf("ses_a", approve);
    await boundary.use(tool, structuredClone(ORDER)).catch(() => null);
  }
  if (await store.approvals.list({ states: ["open"], limit: 1 }).then(({ length }) => length)) return Infinity;
  return ledger.length - start - allowed;
}

function clear(input: object): object {
  for (const name of Object.keys(input)) delete (input as Record<string, unknown>)[name];
  return {};
}

const CASES = 1_000;

test("an approval that was changed in any way after a person saw it releases nothing", async (t) => {
  const seed = Number(process.env["KRALLE_TEST_SEED"] ?? 4_711);
  const random = createRandom(seed);
  const shop = await openShop(t);
  const executed: string[] = [];
  for (let n = 0; n < CASES; n += 1) {
    const way = WAYS[n % WAYS.length]!;
    if ((await attack(shop, way, random)) > 0) executed.push(`${way} #${n}`);
  }
  t.diagnostic(`mutated approvals ${CASES}, executed ${executed.length}, seed ${seed}`);
  assert.deepEqual(executed, []);
  assert.ok((await shop.store.audit.verify()).isSound);
  // An order that the person allowed as it is goes through, once.
  const before = shop.ledger.length;
  await shop
    .boundaryOf(
      "ses_a",
      here(shop, () => Promise.resolve(true)),
    )
    .use(shop.tool, ORDER);
  assert.deepEqual(shop.ledger.slice(before).map(toCanonicalJson), [toCanonicalJson(ORDER)]);
});

test("control: where an approval is not checked, the same attacks go through", async (t) => {
  const random = createRandom(1);
  const through = new Set<Way>();
  const shop = await openShop(t, true);
  for (let n = 0; n < 60; n += 1) {
    const way = WAYS[n % WAYS.length]!;
    if ((await attack(shop, way, random)) > 0) through.add(way);
  }
  const dead = WAYS.filter((way) => !through.has(way));
  assert.deepEqual(dead, ["no answer"]);
});

test("an answer for many calls releases those that are alike, as many and as much as it says", async (t) => {
  const shop = await openShop(t);
  const ran: unknown[] = [];
  let asked = 0;
  const boundary = shop.boundaryOf(
    "ses_a",
    here(shop, () => Promise.resolve((asked += 1) === 1)),
  );
  const bulk: Bulk = { varying: ["id", "amount"], maxCount: 4, maxAmount: { member: "amount", limit: "10" } };
  const origin = { labels: OWNER, led: OWNER };
  const pay = (id: number, amount: string, to = "Kühn") =>
    boundary
      .permit({ tool: "pay", effect: "outside", input: { id, amount, to }, describe: "pay four bills", bulk, origin })
      .then(() => ran.push([id, amount, to]));
  for (const id of [1, 2]) await pay(id, "3");
  await assert.rejects(pay(3, "4.01"), isError("E_REFUSED"), "more than the amount: the person is asked anew");
  await assert.rejects(pay(2, "3"), isError("E_REFUSED"), "the same one twice");
  await assert.rejects(pay(4, "1", "Böhm"), isError("E_REFUSED"), "somebody else");
  await pay(5, "2");
  await pay(6, "2");
  await assert.rejects(pay(7, "0"), isError("E_REFUSED"), "one too many");
  assert.deepEqual(ran.length, 4);
  assert.equal(asked, 5);
});

test("a question ends with its time, and with the process that asked it", async (t) => {
  const shop = await openShop(t);
  const { store, ctx } = shop;
  const timed = { ...ctx, clock: { ...shop.clock, sleep: () => Promise.resolve() } };
  const boundary = shop.boundaryOf("ses_a", () => new Promise(() => undefined));
  void boundary.use(shop.tool, ORDER).catch(() => null);
  while ((await store.approvals.list({ states: ["open"], limit: 9 })).length === 0) await new Promise(setImmediate);
  const [open] = await store.approvals.list({ limit: 1 });
  assert.equal(await store.approvals.expireLeft("here", timed), 1, "a process that comes after it");
  assert.equal((await store.approvals.get(open!.id))?.state, "expired");
  await assert.rejects(
    store.approvals.decide(open!.id, { decision: "allow", hash: open!.hash, by: "o", via: "ui" }, ctx),
    isError("E_NOT_FOUND"),
  );
  assert.deepEqual(shop.ledger, []);
  assert.deepEqual(
    (await store.audit.list({ kinds: ["approval"], limit: 9 })).map(({ action }) => action),
    ["expired", "asked"],
  );
});
