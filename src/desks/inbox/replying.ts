import type { Context } from "../../core/index.ts";
import type { DeskParts } from "../types.ts";
import { draftContent, type DraftContent } from "./drafts/content.ts";
import { freeTimesOf } from "./extract/freeTimes.ts";
import type { Judged } from "./judging.ts";
import { createKnowledge } from "./knowledge/knowledge.ts";
import { readOwner } from "./owner.ts";
import { remembered } from "./reply/byMeaning.ts";
import { draftReply } from "./reply/draftReply.ts";
import { learnManner } from "./reply/manner.ts";
import { mayGoOut, sayGates } from "./reply/mayGoOut.ts";
import type { RuleDecision } from "./rules/match.ts";

/** How an answer comes about, and whether it may go out without a person. */
export interface Replying {
  /** Null: no answer is due. What nothing is known about is a question in it. */
  draft(judged: Judged, ctx: Context): Promise<DraftContent | null>;
  /** All gates; `why` says in the owner's language what holds it back. */
  mayGoOut(judged: Judged, content: DraftContent, decision: SendDecision): Promise<Release>;
}

export type SendDecision = Pick<RuleDecision, "answer" | "afterMinutes" | "by">;

export interface Release {
  go: "draft" | "later" | "now";
  why: string[];
}

/** The newest sent mails, out of which it is learned how the owner writes. */
const MANNER_MAILS = 200;
const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;

export function createReplying({ store, meaning }: Pick<DeskParts, "store" | "meaning">, outer: Context): Replying {
  const remember = remembered((text) => meaning(text, outer));
  const knowledge = createKnowledge(store.documents, outer);
  return {
    async draft({ mail, judgement }, ctx) {
      const [owner, profile, thread, sent] = await Promise.all([
        readOwner(store),
        store.profile.get(),
        store.mails.thread(mail.thread),
        store.mails.list({ account: mail.account, direction: "out", limit: MANNER_MAILS }),
      ]);
      const manner = learnManner(
        sent.filter(({ automatic }) => automatic !== "auto-submitted"),
        mail.from?.address ?? null,
      );
      const writer = { name: profile.name, language: owner.language, ...manner, signature: null };
      const { class: name, needsReply } = judgement;
      const input = { mail, thread, owner: writer, judged: { class: name, needsReply }, zone: owner.zone };
      const calendar = await freeTimesOf(store, owner.zone);
      const parts = { knowledge, meaning: remember, ...(calendar === null ? {} : { calendar }) };
      const draft = await draftReply(input, parts, ctx);
      return draft && draftContent.parse(draft);
    },
    async mayGoOut({ mail, judgement }, content, { afterMinutes, by }) {
      const now = outer.clock.now();
      const [owner, person, sentInThread, sentLastHour] = await Promise.all([
        readOwner(store),
        store.mails.person(mail.from?.address ?? ""),
        store.inbox.drafts.countSent(now - DAY_MS, mail.thread),
        store.inbox.drafts.countSent(now - HOUR_MS),
      ]);
      const { go, why } = mayGoOut({
        mode: afterMinutes === 0 ? "now" : "later",
        mail,
        draft: content,
        judged: judgement,
        classes: classesOf(by, judgement.class),
        person,
        own: owner.addresses,
        sentInThread,
        sentLastHour,
      });
      return { go, why: sayGates(why, owner.language) };
    },
  };
}

/** Classes for which the rules that applied send: those that they name; one that names none sends for all. */
function classesOf(by: SendDecision["by"], judged: string): string[] {
  const sending = by.filter(({ rule }) => rule.acts.some(({ type }) => type === "send"));
  return sending.flatMap(({ rule }) => {
    const named = rule.when.flatMap((condition) =>
      condition.type === "class" && !condition.isNot ? [condition.classes] : [],
    );
    return named.length === 0 ? [judged] : named.flat();
  });
}
