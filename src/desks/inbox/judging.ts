import type { Context } from "../../core/index.ts";
import type { Mail, MailExample } from "../../store/index.ts";
import { listClasses } from "./classes.ts";
import type { DeskParts } from "../types.ts";
import { createJudge, toMeaningText, type Judge, type Judgement } from "./judge/index.ts";
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

/** A mail is judged again whenever it is looked at; its vector is computed once in the life of the process. */
const KEPT_VECTORS = 1_000;

export function createJudging({ store, meaning }: Pick<DeskParts, "store" | "meaning">, ctx: Context): Judging {
  let judge: Judge | null = null;
  let learned: { version: string; examples: MailExample[] } | null = null;

  /** The same list as long as nothing was corrected: it is learned from once. */
  async function examples(): Promise<MailExample[]> {
    const version = await store.inbox.examples.version();
    if (learned?.version !== version) learned = { version, examples: await store.inbox.examples.list(EXAMPLES) };
    return learned.examples;
  }

  const vectors = new Map<string, Float32Array>();
  async function vectorOf(mail: Mail): Promise<Float32Array | undefined> {
    const known = vectors.get(mail.id);
    if (known) return known;
    const vector = await meaning(toMeaningText(mail), ctx);
    if (vector === null) return undefined;
    if (vectors.size >= KEPT_VECTORS) for (const [oldest] of [...vectors].slice(0, 1)) vectors.delete(oldest);
    vectors.set(mail.id, vector);
    return vector;
  }

  return {
    async judge(mail) {
      const [owner, taught, own] = await Promise.all([readOwner(store), examples(), store.inbox.examples.get(mail.id)]);
      const classes = (await listClasses(store, owner.language)).map(({ name }) => name);
      const person = await store.mails.person(mail.from?.address ?? "");
      judge ??= createJudge();
      // What the owner said of this very mail is so, whatever was learned from it: no other class can come out.
      const corrected = own !== null && classes.includes(own.class) ? own.class : null;
      const context = {
        examples: taught,
        classes: corrected === null ? classes : [corrected],
        person,
        own: owner.addresses,
        now: ctx.clock.now(),
        zone: owner.zone,
      };
      const judgement = judge.judge(mail, context, await vectorOf(mail));
      return {
        mail,
        isKnown: person.sent > 0,
        judgement: corrected === null ? judgement : { ...judgement, confidence: 1, by: "owner" },
      };
    },
  };
}
