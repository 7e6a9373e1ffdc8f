import type { ReasonPart } from "../../../store/index.ts";
import type { Example, MailClass, Person } from "./types.ts";

interface Reasoned {
  class: MailClass;
  by: "rule" | "owner" | "head" | "model";
  /** The correction that decided, with `by` "owner". */
  example: Example | null;
  needsAction: boolean;
  needsReply: boolean;
  /** ms UTC */
  due: number | null;
  person: Person;
  confidence: number;
}

/** Under this chance the owner is told that it is a guess. */
const SURE = 0.5;

/** Why a mail is judged as it is, in the order in which it is told; phrased by who shows it (`desks/reason.ts`). */
export function toReasonParts({ class: name, by, example, due, person, ...parts }: Reasoned): ReasonPart[] {
  const isMail = name !== "spam" && name !== "newsletter";
  const said: (ReasonPart | null)[] = [
    { say: "class", class: name },
    by === "owner" && example ? { say: "corrected", at: example.at } : null,
    by !== "owner" && parts.confidence < SURE ? { say: "unsure" } : null,
    parts.needsReply ? { say: "reply" } : parts.needsAction ? { say: "action" } : isMail ? { say: "nothing" } : null,
    due === null ? null : { say: "due", at: due },
    isMail && person.received <= 1 && person.sent === 0 ? { say: "first" } : null,
  ];
  return said.filter((part) => part !== null);
}
