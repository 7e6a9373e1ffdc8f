import { z } from "zod";
import type { Context } from "../../core/index.ts";
import type { Item, ProposedAction } from "../../store/index.ts";
import type { Desk, DeskParts } from "../types.ts";
import { autoSend } from "./drafts/auto.ts";
import { followEffects } from "./drafts/send.ts";
import { followUp } from "./followUps.ts";
import { isAnswer } from "./extract/toExtracted.ts";
import { handleOrPutAside } from "./aside.ts";
import { WORK, type InboxParts } from "./handle.ts";
import { createInbox as createOf, wake, type Inbox } from "./inbox.ts";
import { createJudging } from "./judging.ts";
import { createReplying } from "./replying.ts";
import { createRuleBook } from "./rules/book.ts";

function toParts(parts: DeskParts, ctx: Context): InboxParts {
  const { store } = parts;
  return {
    ...parts,
    judging: createJudging(parts, ctx),
    rules: createRuleBook(store, ctx),
    replying: createReplying(parts, ctx),
  };
}

/** For those who show it, and do what a person says. */
export const createInbox = (parts: DeskParts, ctx: Context): Inbox => createOf(toParts(parts, ctx), ctx);

const draft = z.object({ draft: z.string(), hash: z.string() });

/** What a person released from outside the inbox: a letter by its hash; without a draft there is one afterwards, and nothing is sent. */
async function release(inbox: Inbox, { id }: Item, { kind, arguments: given }: ProposedAction): Promise<void> {
  if (kind === "unsubscribe") return void (await inbox.unsubscribe(id));
  if (isAnswer(kind)) return void (await inbox.answerInvitation(id, kind));
  if (kind === "done") return void (await inbox.done(id));
  const letter = draft.safeParse(given).data;
  if (letter) await inbox.drafts.approve(letter.draft, letter.hash, { by: "owner", via: "api" });
  else await inbox.drafts.write(id);
}

const input = {
  mail: z.object({ mail: z.string() }),
  send: z.object({ draft: z.string() }),
  wake: z.object({ item: z.string(), until: z.number() }),
  followUp: z.object({ thread: z.string(), mail: z.string(), since: z.number(), days: z.number() }),
};

/** The desk as the gateway runs it. */
export async function openInbox(desk: DeskParts, ctx: Context): Promise<Desk> {
  const parts = toParts(desk, ctx);
  return {
    async run(work, given, run) {
      const inner = { ...ctx, signal: run.signal };
      switch (work) {
        case WORK.mail:
          return handleOrPutAside(parts, input.mail.parse(given).mail, run, ctx);
        case WORK.send:
          return autoSend(parts, input.send.parse(given).draft, run, ctx);
        case WORK.wake:
          return run.step("wake", () => wake(parts, input.wake.parse(given), inner));
        default:
          return run.step("followUp", () => followUp(parts, input.followUp.parse(given), inner));
      }
    },
    start: () => followEffects(parts, ctx),
    act: (item, action) => release(createOf(parts, ctx), item, action),
    close: () => Promise.resolve(),
  };
}
