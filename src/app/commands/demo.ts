import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import { INBOX_WORK } from "../desks/list.ts";
import { defineCommand, type Call } from "../command.ts";
import { connectAccount } from "./accounts.ts";
import { composeBriefing, type BriefingView } from "./briefing.ts";
import { addKnowledge } from "./knowledge.ts";

/** How far the sample firm's day is told. */
export type DemoEvent =
  | { type: "demo"; step: "files" | "knowledge" | "mailbox" | "briefing" }
  | { type: "mails"; done: number; all: number };

const input = z.object({
  /** Of the owner, who is spoken to in it. */
  language: z.enum(["en", "de"]),
  /** How many of the last days are worked on; what is older is what the firm remembers. */
  days: z.int().min(1).max(30).default(7),
});

export interface Demo {
  firm: string;
  /** Mails that were worked on. */
  mails: number;
  /** Those with a draft of an answer. */
  drafts: number;
  briefing: BriefingView;
}

const DAY_MS = 86_400_000;
const EVERY_MS = 250;
const STUCK_MS = 120_000;

/**
 * Lets the sample firm's day happen in this home: its mailbox is connected, its mails are sorted and answered by draft, its briefing is composed.
 * Nothing leaves the machine: what would be sent stays in the mailbox. A home of its own, in the gateway. Doing it again goes on
 * with what is there.
 */
export const demo = defineCommand<typeof input, Demo, DemoEvent>({
  about: "lets a day of the sample firm happen",
  input,
  async run({ language, days }, call) {
    const { services, conversations, emit, ctx } = call;
    if (conversations === null) throw new AppError("E_NOT_SERVING", "The sample firm needs the gateway.");
    const store = await services.store();
    const step = (name: "files" | "knowledge" | "mailbox" | "briefing"): void => emit({ type: "demo", step: name });
    step("files");
    const { countSince, ensureFirm } = await import("../demo.ts");
    const firm = await ensureFirm(services.home, ctx.clock.now());
    await store.profile.set({ name: firm.owner, language, timeZone: firm.zone }, ctx);
    step("knowledge");
    for (const folder of firm.knowledge) await addKnowledge.run({ folder }, call);
    step("mailbox");
    const expected = await countSince(firm.mailbox, ctx.clock.now() - days * DAY_MS);
    const known = (await store.accounts.list()).some(({ address }) => address === firm.address);
    if (!known) {
      const { address, name, mailbox: path } = firm;
      const settings = { path, days, address, keepsSent: true };
      const wish = connectAccount.input.parse({ kind: "maildir", name, address, settings });
      await connectAccount.run(wish, { ...call, emit: () => undefined });
    }
    // What was worked on before is older by now.
    const mails = await handled(known ? 0 : expected, call, ctx);
    step("briefing");
    const briefing = await composeBriefing.run({}, { ...call, emit: () => undefined });
    const drafts = (await store.inbox.drafts.list({ states: ["open", "asking"], limit: 1_000 })).length;
    return { firm: firm.name, mails, drafts, briefing };
  },
});

/** Waits until every mail that is to be worked on was; how many those are. */
async function handled(expected: number, { conversations, emit }: Call<DemoEvent>, ctx: Context): Promise<number> {
  const { workflows } = conversations!.work;
  let last = { done: -1, all: -1, at: ctx.clock.now() };
  for (;;) {
    const runs = await workflows.list({ workflow: INBOX_WORK, limit: 10_000 });
    const all = runs.length;
    const done = runs.filter(({ state }) => state !== "waiting" && state !== "running").length;
    if (done !== last.done || all !== last.all) {
      last = { done, all, at: ctx.clock.now() };
      emit({ type: "mails", done, all: Math.max(all, expected) });
    }
    if (all >= expected && all > 0 && done === all) return all;
    if (ctx.clock.now() - last.at > STUCK_MS) {
      throw new AppError("E_BUDGET", "The mails of the sample firm are not worked on any further.", {
        hint: "`kralle runs` says what waits; begin anew with `kralle demo --new`.",
      });
    }
    await ctx.clock.sleep(EVERY_MS, ctx.signal);
  }
}
