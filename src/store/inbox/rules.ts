import { createId, type Context } from "../../core/index.ts";
import type { Audit } from "../audit.ts";
import { jsonOf, numberOf, textOf, type Database, type Row } from "../database.ts";

/** proposed: read, and not confirmed by the owner: it does nothing yet. */
export type RuleState = "proposed" | "on" | "off" | "removed";

/** A rule of the owner about mail, in its newest version. */
export interface StoredRule {
  id: string;
  version: number;
  /** As it was written. */
  text: string;
  /** As it was understood. */
  rule: unknown;
  state: RuleState;
  /** Of this version, ms UTC. */
  at: number;
}

/** Every change is a version of its own, in the audit chain together with it. */
export interface MailRules {
  propose(rule: { text: string; rule: unknown }, by: string, ctx: Pick<Context, "clock">): Promise<StoredRule>;
  /** Null without such a rule, or when another version than the one that was seen is the newest. */
  setState(
    id: string,
    change: { state: RuleState; version: number; by: string },
    ctx: Pick<Context, "clock">,
  ): Promise<StoredRule | null>;
  get(id: string): Promise<StoredRule | null>;
  /** Without those that were removed, the oldest first. */
  list(): Promise<StoredRule[]>;
}

const NEWEST = "SELECT * FROM inbox_rules r WHERE version = (SELECT MAX(version) FROM inbox_rules WHERE id = r.id)";

export function createMailRules(db: Database, audit: Audit): MailRules {
  const get = async (from: Database, id: string): Promise<StoredRule | null> => {
    const row = await from.get(`${NEWEST} AND id = ?`, [id]);
    return row && toRule(row);
  };
  const put = async (tx: Database, rule: StoredRule, by: string, ctx: Pick<Context, "clock">): Promise<void> => {
    const { id, version, text, state, at } = rule;
    await tx.run("INSERT INTO inbox_rules (id, version, text, rule, state, at) VALUES (?, ?, ?, ?, ?, ?)", [
      id,
      version,
      text,
      JSON.stringify(rule.rule),
      state,
      at,
    ]);
    const action = ACTIONS[state];
    await audit.append({ kind: "policy", actor: by, action, subject: id, data: { version } }, ctx, tx);
  };
  return {
    propose: ({ text, rule }, by, ctx) =>
      db.transaction(async (tx) => {
        const at = ctx.clock.now();
        const made: StoredRule = { id: createId("rule", at), version: 1, text, rule, state: "proposed", at };
        await put(tx, made, by, ctx);
        return made;
      }),
    setState: (id, { state, version, by }, ctx) =>
      db.transaction(async (tx) => {
        const found = await get(tx, id);
        if (!found || found.version !== version || found.state === "removed") return null;
        const changed = { ...found, version: version + 1, state, at: ctx.clock.now() };
        await put(tx, changed, by, ctx);
        return changed;
      }),
    get: (id) => get(db, id),
    async list() {
      return (await db.all(`${NEWEST} AND state <> 'removed' ORDER BY id`)).map(toRule);
    },
  };
}

const ACTIONS: Readonly<Record<RuleState, string>> = {
  proposed: "proposed the mail rule",
  on: "confirmed the mail rule",
  off: "switched off the mail rule",
  removed: "removed the mail rule",
};

const STATES: readonly RuleState[] = ["proposed", "on", "off", "removed"];

function toRule(row: Row): StoredRule {
  const state = textOf(row, "state");
  return {
    id: textOf(row, "id"),
    version: numberOf(row, "version"),
    text: textOf(row, "text"),
    rule: jsonOf(row, "rule"),
    state: STATES.find((known) => known === state) ?? "off", // what nobody knows does nothing
    at: numberOf(row, "at"),
  };
}
