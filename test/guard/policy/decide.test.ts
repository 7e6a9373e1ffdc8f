import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { createRefusal, decide, isUntrusted, joinLabels, OWNER, type Effect } from "../../../src/guard/index.ts";
import { ORIGINS, type Labels } from "../../../src/guard/labels.ts";
import { isError } from "../../store/_setup.ts";
import { action, decided, keep, labels } from "./_setup.ts";

const MAIL = labels(["mail"], true);
const WEB = labels(["web"], false);
const OWN = labels(["own"], true);

test("reads and writes are allowed, all else is asked with a terminal and refused without", () => {
  const cases: [Effect, boolean, string][] = [
    ["read", true, "allow"],
    ["read", false, "allow"],
    ["write", true, "allow"],
    ["write", false, "allow"],
    ["outside", true, "ask"],
    ["outside", false, "refuse"],
    ["something new" as Effect, true, "ask"],
    ["something new" as Effect, false, "refuse"],
  ];
  for (const [effect, interactive, expected] of cases)
    assert.equal(decided({ effect, led: MAIL }, [], { interactive }), expected, `${effect} ${interactive}`);
  assert.equal(decided({ tool: "x", effect: "read" }, [], { refused: ["x"] }), "refuse");
});

test("a program runs without a question as long as nobody else's words led to it", () => {
  const run = { tool: "run_command", effect: "write", runsCode: true } as const;
  assert.equal(decided({ ...run, led: OWNER }), "allow");
  assert.equal(decided({ ...run, led: OWN }), "allow");
  for (const from of ["mail", "web", "others", "tool", "mcp", "skill", "agent"] as const)
    assert.equal(decided({ ...run, led: labels([from]) }), "ask", from);
  assert.equal(decided({ ...run, labels: WEB }, [], { interactive: false }), "refuse");
});

test("lines of the owner: refuse before ask before allow", () => {
  assert.equal(decided({}, ["allow send_mail"]), "allow");
  assert.equal(decided({}, ["allow send_mail", "ask send_*"]), "ask");
  assert.equal(decided({}, ["allow send_mail", "ask send_*", "refuse *"]), "refuse");
  assert.equal(decided({ effect: "read" }, ["ask send_mail"]), "ask");
  assert.equal(
    decided({ tool: "calendar_list", aliases: ["mcp:calendar.list"] }, ["allow mcp:calendar.list"]),
    "allow",
  );
  assert.equal(decided({ tool: "calendar_list", aliases: ["mcp:other.list"] }, ["allow mcp:calendar.list"]), "ask");
  assert.equal(decided({ tool: "resend_mail" }, ["allow send_mail"]), "ask");
});

test("recipients: a rule that allows asks for all of them, one that asks or refuses for one", () => {
  const unless = ["allow send_mail", "ask send_mail unless recipient in contacts", "contact *@firma.example"];
  const to = (...recipients: string[]) => decided({ recipients }, unless);
  assert.equal(to("anna@firma.example"), "allow");
  assert.equal(to("Anna@Firma.example"), "allow");
  assert.equal(to("anna@firma.example", "eve@evil.example"), "ask");
  assert.equal(to("anna@notfirma.example"), "ask");
  assert.equal(to(), "ask");
  assert.equal(decided({ recipients: null }, unless), "ask");
  const only = ["allow send_mail if recipient in contacts", "contact anna@firma.example"];
  assert.equal(decided({}, only), "allow");
  assert.equal(decided({ recipients: null }, only), "ask");
  assert.equal(decided({ recipients: ["anna@firma.example", "x@y.example"] }, only), "ask");
  assert.equal(
    decided({ recipients: ["a@b.example", "x@y.example"] }, ["refuse * if recipient is x@y.example"]),
    "refuse",
  );
});

test("amounts and uses: what nobody knows counts against the call", () => {
  const limit = ["allow place_order amount <= 100 EUR", "refuse * amount > 1000 EUR"];
  const moving = (amount: Parameters<typeof decided>[0]["amount"]) =>
    decided({ tool: "place_order", ...(amount === undefined ? {} : { amount }) }, limit);
  const eur = (value: string) => ({ value, currency: "EUR" });
  assert.equal(moving(eur("99.99")), "allow");
  assert.equal(moving(eur("100")), "allow");
  assert.equal(moving(eur("100.00000001")), "ask");
  assert.equal(moving(eur("1000.01")), "refuse");
  assert.equal(moving(eur("-5000")), "refuse");
  assert.equal(moving({ value: "5", currency: "USD" }), "refuse");
  assert.equal(moving("unknown"), "refuse");
  assert.equal(moving(eur("1e9")), "refuse");
  assert.equal(decided({ effect: "read" }, ["refuse * amount > 100 EUR"]), "allow", "no money, no rule");
  const uses = ["allow send_mail if uses <= 3"];
  assert.deepEqual(
    [1, 3, 4].map((count) => decided({ uses: count }, uses)),
    ["allow", "allow", "ask"],
  );
});

test("words from outside: a line allows after them only if it says so, and to nobody whom the owner does not know", () => {
  assert.equal(decided({ led: WEB }, ["allow *"]), "ask");
  const even = ["allow send_mail even from outside", "contact anna@firma.example"];
  assert.equal(decided({ led: WEB }, even), "allow");
  assert.equal(decided({ led: WEB, recipients: ["eve@evil.example"] }, even), "ask");
  assert.equal(decided({ led: WEB, recipients: ["eve@evil.example"], stated: ["eve@evil.example"] }, even), "allow");
  assert.equal(decided({ led: WEB, recipients: null }, even), "ask");
  assert.equal(decided({ led: OWN, recipients: null }, ["allow send_mail"]), "allow");
});

const any: fc.Arbitrary<Labels> = fc.record({ from: fc.subarray([...ORIGINS]), isPrivate: fc.boolean() });
const SEED = 20_261_126;

/** Cases in which the three come together and nobody is asked. */
function brokenRuleOfTwo(judge: typeof decide): number {
  const verbs = fc.constantFrom("allow *", "allow send_mail", "allow * even from outside", "contact *@firma.example");
  let broken = 0;
  const effects = fc.constantFrom<Effect>("outside", "later" as Effect);
  const property = fc.property(any, any, effects, fc.array(verbs, { maxLength: 4 }), (a, led, effect, lines) => {
    const all = joinLabels(a, led);
    const said = { ...action({ labels: a, led, effect }), stated: ["anna@firma.example"] };
    const { decision } = judge(said, { interactive: true, lines: keep(...lines) });
    if (isUntrusted(all) && all.isPrivate && decision === "allow") broken += 1;
  });
  fc.assert(property, { seed: SEED, numRuns: 2_000 });
  return broken;
}

test(`no line lifts the rule of two (2,000 cases, seed ${SEED}); control: a judge without it is caught`, () => {
  assert.equal(brokenRuleOfTwo(decide), 0);
  const naive: typeof decide = (said, policy) =>
    decide({ ...said, labels: { ...said.labels, isPrivate: false }, led: { ...said.led, isPrivate: false } }, policy);
  assert.ok(brokenRuleOfTwo(naive) > 0);
});

test("a line that cannot be read makes everything outside wait for a person", () => {
  const lines = [...keep("allow send_mail"), { id: "pol_x", text: "deny all of it", line: null }];
  assert.equal(decide(action(), { interactive: true, lines }).decision, "ask");
  assert.equal(decide(action({ effect: "write" }), { interactive: true, lines }).decision, "allow");
});

test("a refusal says why, and what to do", () => {
  const refused = (lines: string[], interactive: boolean, more = {}) => {
    const policy = { interactive, lines: keep(...lines) };
    const said = action({ tool: "send\u001b[2Kmail", ...more });
    return createRefusal(said, decide(said, policy), policy);
  };
  assert.ok(isError("E_REFUSED", /sendmail.*terminal/)(refused([], false)));
  assert.ok(isError("E_REFUSED", /refused by your policy: refuse \*.*policy rm/)(refused(["refuse *"], true)));
  assert.ok(isError("E_REFUSED", /not approved/)(refused([], true)));
  assert.ok(isError("E_REFUSED", /Text from outside.*terminal/)(refused(["allow *"], false, { led: MAIL })));
  assert.ok(isError("E_REFUSED", /to be asked about/)(refused(["ask *"], false)));
});
