import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { CLASSES, type MailToJudge } from "../../src/desks/inbox/judge/index.ts";

const mailCase = z.object({
  id: z.string(),
  lang: z.enum(["de", "en"]),
  /** Local time of arrival. */
  at: z.string(),
  scenario: z.object({
    class: z.enum(CLASSES),
    action: z.boolean(),
    reply: z.boolean(),
    due: z.string().nullable(),
    urgent: z.boolean(),
  }),
  from: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  body: z.string(),
});
export type MailCase = z.infer<typeof mailCase>;

/** One of the two sets of `mails/FORMAT.md`. `test` is for the last measurement only. */
export function readMailSet(set: "train" | "test"): MailCase[] {
  const dir = new URL(`mails/${set}/`, import.meta.url);
  const files = readdirSync(dir).filter((name) => name.endsWith(".jsonl"));
  return files.toSorted().flatMap((name) =>
    readFileSync(new URL(name, dir), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line) => mailCase.parse(JSON.parse(line))),
  );
}

/** The mail as the product would see it, of which only From, Subject and the body are known. Times are UTC here. */
export function toMail({ from, subject, body, lang, at }: Omit<MailCase, "id" | "scenario">): MailToJudge {
  return {
    from,
    subject,
    text: body,
    language: lang,
    at: Date.parse(`${at}Z`),
    inReplyTo: null,
    automatic: null,
    unsubscribe: null,
    verified: "none",
    attachments: [],
  };
}
