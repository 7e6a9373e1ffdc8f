import { AppError, type Context } from "../../../core/index.ts";
import type { Store, StoredRule } from "../../../store/index.ts";
import { listClasses, type Language } from "../classes.ts";
import type { ActiveRule } from "./match.ts";
import { readRule } from "./read.ts";
import { showRule } from "./show.ts";
import { mailRule, type MailRule } from "./types.ts";

export interface RuleView {
  id: string;
  version: number;
  /** As the owner wrote it. */
  text: string;
  /** As it was understood, in words. */
  words: string;
  state: "proposed" | "on" | "off";
  /** ms UTC */
  at: number;
}

/** The owner's rules about mail. One that is proposed does nothing until it is confirmed in the version that was shown. */
export interface RuleBook {
  list(language: Language): Promise<RuleView[]>;
  /** E_INPUT names the words that were not understood. */
  propose(text: string, by: string, language: Language): Promise<RuleView>;
  /** E_INPUT when it has another version by now, E_NOT_FOUND. */
  set(
    id: string,
    change: { state: "on" | "off" | "removed"; version: number; by: string },
    language: Language,
  ): Promise<RuleView>;
  get(id: string): Promise<ActiveRule>;
  /** Those that count. */
  active(): Promise<ActiveRule[]>;
}

const EXAMPLES =
  'For example: "archive newsletters", "answer customer questions from people I know after 15 minutes", "mails from @example.com are important".';

export function createRuleBook(store: Store, ctx: Context): RuleBook {
  const { rules } = store.inbox;
  const find = async (id: string): Promise<StoredRule> => {
    const found = await rules.get(id);
    if (found && found.state !== "removed") return found;
    throw new AppError("E_NOT_FOUND", `There is no mail rule ${id}.`, { hint: "`kralle inbox rules` lists them." });
  };
  const view = async (stored: StoredRule, language: Language): Promise<RuleView> => {
    const { id, version, text, state, at } = stored;
    const rule = toRule(stored);
    const words = rule === null ? "" : showRule(rule, await listClasses(store, language), language);
    return { id, version, text, words, state: state === "removed" ? "off" : state, at };
  };
  return {
    async list(language) {
      return Promise.all((await rules.list()).map((stored) => view(stored, language)));
    },
    async propose(text, by, language) {
      const reading = readRule(text, await listClasses(store, language));
      if (!("rule" in reading)) throw notUnderstood(reading);
      return view(await rules.propose({ text: text.slice(0, 500), rule: reading.rule }, by, ctx), language);
    },
    async set(id, { state, version, by }, language) {
      await find(id);
      const changed = await rules.setState(id, { state, version, by }, ctx);
      if (changed !== null) return view(changed, language);
      throw new AppError("E_INPUT", `The mail rule ${id} was changed since it was shown.`, {
        hint: "Look at it again and decide about what it says now.",
      });
    },
    async get(id) {
      const stored = await find(id);
      const rule = toRule(stored);
      if (rule === null)
        throw new AppError("E_INPUT", `The mail rule ${id} is of a kind that this Kralle does not know.`);
      return { id, text: stored.text, rule };
    },
    async active() {
      const on = (await rules.list()).filter(({ state }) => state === "on");
      return on.flatMap((stored) => {
        const rule = toRule(stored);
        return rule === null ? [] : [{ id: stored.id, text: stored.text, rule }];
      });
    },
  };
}

/** Null for one that a newer Kralle wrote: it does nothing. */
const toRule = ({ rule }: StoredRule): MailRule | null => mailRule.safeParse(rule).data ?? null;

function notUnderstood({ unknown, lacks }: { unknown: string[]; lacks: "action" | null }): AppError {
  if (unknown.length > 0) {
    const words = unknown.slice(0, 8).join(", ");
    return new AppError("E_INPUT", `In this rule these words were not understood: ${words}.`, { hint: EXAMPLES });
  }
  return new AppError(
    "E_INPUT",
    lacks === "action" ? "This rule does not say what is to be done." : "This is no rule.",
    {
      hint: EXAMPLES,
    },
  );
}
