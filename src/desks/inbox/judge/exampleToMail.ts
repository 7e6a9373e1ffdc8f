import type { Example, MailToJudge } from "./types.ts";

/** What is left of a mail in an example. */
export const exampleToMail = ({ sender, subject, text, language, at }: Example): MailToJudge => ({
  from: { name: "", address: sender },
  subject,
  text,
  language,
  at,
  inReplyTo: null,
  automatic: null,
  unsubscribe: null,
  verified: "none",
  attachments: [],
});
