import type { OwnerProfile } from "./types.ts";

/** What is looked at of a mail that the owner sent. */
export interface SentMail {
  to: readonly { address: string }[];
  /** With signature and quoted history. */
  whole: string;
  /** What the owner wrote. */
  text: string;
  language: "de" | "en" | null;
}

export type Manner = Pick<OwnerProfile, "address" | "greeting" | "signOff">;

/** Words that greet anybody: those that need to know whether it is a woman or a man are none. */
const GREETINGS = /^(hallo|hi|hey|moin|servus|guten tag|grüß gott|grüezi|hello|dear)(?![\p{L}-])/iu;
const CLOSINGS =
  /^((?:mit |viele |liebe |beste |herzliche |freundliche |schöne |sonnige )?(?:freundlichen |besten |herzlichen |vielen |lieben )?(?:gr(?:ü|ue)(?:ß|ss)en?|gruß)(?: aus \p{L}+)?|lg|vg|mfg|(?:kind |best |warm |many )?(?:regards|wishes)|cheers|all the best|yours sincerely|sincerely)[,!.]?$/iu;
const DU = /(?<!\p{L})(?:du|dich|dir|deine?[rmns]?|euch|eure?[rmns]?)(?!\p{L})/giu;
const SIE = /(?<=[\p{Ll}\d,;] )(?:Sie|Ihnen|Ihre?[rmns]?)(?!\p{L})/gu;
/** Seen less often it may be a whim; towards one person once is enough. */
const LEAST_SEEN = 2;
const MOST_LINES = 60;

/**
 * How the owner writes to somebody: as they wrote to this person before, else as they mostly write; null, and "sie", where nothing was seen.
 * `to`: address in small letters. Newest first.
 */
export function learnManner(sent: readonly SentMail[], to: string | null): Manner {
  const theirs = to === null ? [] : sent.filter((mail) => mail.to.some(({ address }) => address === to));
  return {
    address: addressOf(theirs) ?? addressOf(sent) ?? "sie",
    greeting: { de: usual("de", greetingOf), en: usual("en", greetingOf) },
    signOff: { de: usual("de", closingOf), en: usual("en", closingOf) },
  };

  function usual(language: "de" | "en", read: (mail: SentMail) => string | null): string | null {
    const inIt = (mail: SentMail): boolean => mail.language === language;
    return most(theirs.filter(inIt).map(read), 1) ?? most(sent.filter(inIt).map(read), LEAST_SEEN);
  }
}

/** The word of the first line: "Moin". */
function greetingOf({ text }: SentMail): string | null {
  const first = linesOf(text)[0] ?? "";
  return GREETINGS.exec(first)?.[1] ?? null;
}

/** The last line that closes, above any quoted mail. */
function closingOf({ text, whole }: SentMail): string | null {
  const above = whole.split(/^(?:>|[-_]{5,}|(?:am|on) .{5,80}(?:schrieb|wrote).*:$)/imu)[0] ?? whole;
  const closing = linesOf(above.length >= text.length ? above : text).findLast((line) => CLOSINGS.test(line));
  return closing?.replace(/[,!.]$/, "") ?? null;
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, MOST_LINES);

/** Of German mails; null: they say neither, or both as often. */
function addressOf(mails: readonly SentMail[]): "du" | "sie" | null {
  let du = 0;
  let sie = 0;
  for (const { text } of mails.filter(({ language }) => language === "de")) {
    const counts = { du: text.match(DU)?.length ?? 0, sie: text.match(SIE)?.length ?? 0 };
    if (counts.du > counts.sie) du += 1;
    if (counts.sie > counts.du) sie += 1;
  }
  return du === sie ? null : du > sie ? "du" : "sie";
}

/** What was written most, the newest form of it. */
function most(found: readonly (string | null)[], least: number): string | null {
  const counts = new Map<string, { form: string; count: number }>();
  for (const form of found) {
    if (form === null) continue;
    const known = counts.get(form.toLowerCase());
    if (known) known.count += 1;
    else counts.set(form.toLowerCase(), { form, count: 1 });
  }
  const [best] = [...counts.values()].toSorted((a, b) => b.count - a.count);
  return best && best.count >= least ? best.form : null;
}
