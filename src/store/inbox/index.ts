import type { Audit } from "../audit.ts";
import type { Database } from "../database.ts";
import { createOwnClasses, type OwnClasses } from "./classes.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { createMailBulks, type MailBulks } from "./bulks.ts";
import { createMailFindings, type MailFindings } from "./findings.ts";
import { createMailExamples, type MailExamples } from "./examples.ts";
import { createMailRules, type MailRules } from "./rules.ts";

/** What is kept of how mail is handled, besides the mails and the items. */
export interface InboxStore {
  readonly classes: OwnClasses;
  readonly examples: MailExamples;
  readonly findings: MailFindings;
  readonly rules: MailRules;
  readonly bulks: MailBulks;
  readonly drafts: Drafts;
}

export function createInboxStore(db: Database, audit: Audit): InboxStore {
  return {
    classes: createOwnClasses(db),
    examples: createMailExamples(db),
    findings: createMailFindings(db),
    bulks: createMailBulks(db),
    rules: createMailRules(db, audit),
    drafts: createDrafts(db),
  };
}
