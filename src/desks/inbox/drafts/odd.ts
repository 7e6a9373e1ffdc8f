import type { Mail } from "../../../store/index.ts";

/** Words that speak to a program, or of what only its owner may do; honest mail hardly has them, and then a person answers. */
const TO_A_PROGRAM =
  /<\|[a-z_]{2,20}\|>|\[\/?INST\]|^\s*(?:system|assistant|user)\s*:|---\s*system|(?:ignore|disregard|forget|vergiss|ignoriere)\b.{0,40}(?:instruction|prompt|rule|anweisung|regel)|\b(?:kralle|chatbot|system prompt|reply-to|mail\.send)\b|passwor[dt]|without asking|ohne (?:zu fragen|rückfrage)|(?:approve|confirm) (?:the )?(?:draft|rule)|hat freigegeben|(?:alle|all|every) (?:e-?)?mails? (?:archiv|lösch|delet|forward|weiterleit)|unsubscribe me|correct the class/imu;

const ADDRESS = /[\p{L}\d._%+-]+@[\p{L}\d.-]+\.\p{L}{2,}/giu;

/**
 * Whether something about a mail wants a person before it is answered by itself: hidden text, orders to a program, addresses of others. A
 * second line: an order in a mail is obeyed by nothing anyway, but who tries is not to be written to either.
 */
export function isOdd(
  mail: Pick<Mail, "from" | "subject" | "text" | "hasHidden" | "attachments">,
  own: readonly string[],
): boolean {
  const text = `${mail.subject}\n${mail.text}\n${mail.from?.name ?? ""}`;
  const domain = domainOf(mail.from?.address ?? "");
  const others = (text.match(ADDRESS) ?? []).filter(
    (address) => domainOf(address) !== domain && !own.includes(address.toLowerCase()),
  );
  return mail.hasHidden || others.length > 0 || TO_A_PROGRAM.test(text);
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();
