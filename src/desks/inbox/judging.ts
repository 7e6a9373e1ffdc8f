import type { Context } from "../../core/index.ts";
import type { Mail, MailExample, Store } from "../../store/index.ts";
import { listClasses } from "./classes.ts";
import { createJudge, type Judge, type Judgement } from "./judge/index.ts";
import { readOwner } from "./owner.ts";

/** A mail with what is thought of it. */
export interface Judged {
  mail: Mail;
  judgement: Judgement;
  /** The owner has written to the sender before. */
  isKnown: boolean;
}

/** Judges stored mails by what the owner taught. */
export interface Judging {
  judge(mail: Mail): Promise<Judged>;
}

/** As many of the newest corrections are learned from. */
const EXAMPLES = 2_000;

export function createJudging(store: Store, ctx: Context): Judging {
  let judge: Judge | null = null;
  let learned: { version: string; examples: MailExample[] } | null = null;

  /** The same list as long as nothing was corrected: it is learned from once. */
  async function examples(): Promise<MailExample[]> {
    const version = await store.inbox.examples.version();
    if (learned?.version !== version) learned = { version, examples: await store.inbox.examples.list(EXAMPLES) };
    return learned.examples;
  }

  return {
    async judge(mail) {
      const [owner, taught, own] = await Promise.all([readOwner(store), examples(), store.inbox.examples.get(mail.id)]);
      const classes = (await listClasses(store, owner.language)).map(({ name }) => name);
      const person = await store.mails.person(mail.from?.address ?? "");
      judge ??= createJudge();
      // What the owner said of this very mail is so, whatever was learned from it: no other class can come out.
      const corrected = own !== null && classes.includes(own.class) ? own.class : null;
      const judgement = judge.judge(mail, {
        examples: taught,
        classes: corrected === null ? classes : [corrected],
        person,
        own: owner.addresses,
        now: ctx.clock.now(),
        zone: owner.zone,
        language: owner.language,
      });
      return {
        mail,
        isKnown: person.sent > 0,
        judgement: corrected === null ? judgement : { ...judgement, confidence: 1, by: "owner" },
      };
    },
  };
}
