import type { Language, MailClassInfo } from "../classes.ts";
import type { MailRule, RuleAction, RuleCondition } from "./types.ts";

/** A rule in words, as it was understood. The sentence reads back as the same rule (`readRule`). */
export function showRule({ when, acts }: MailRule, classes: readonly MailClassInfo[], language: Language): string {
  const words = WORDS[language];
  const titles = new Map(classes.map(({ name, title }) => [name, title]));
  const titled = (names: readonly string[]): string[] => names.map((name) => `"${titles.get(name) ?? name}"`);
  const conditions = when.map((condition) => words.when(condition, titled));
  const actions = acts.map((action) => words.acts(action));
  return `${[words.mails, ...conditions].join(" ")}: ${actions.join("; ")}`;
}

type Titled = (names: readonly string[]) => string[];

interface Words {
  mails: string;
  when(condition: RuleCondition, titled: Titled): string;
  acts(action: RuleAction): string;
}

const quote = (words: readonly string[]): string[] => words.map((word) => `"${word}"`);
/** Addresses and domains stand as they are, names in quotation marks. */
const senders = (all: readonly string[]): string[] => all.map((one) => (one.includes("@") ? one : `"${one}"`));

const english: Words = {
  mails: "mails",
  when(condition, titled) {
    switch (condition.type) {
      case "class":
        return `${condition.isNot ? "not " : ""}of the class ${titled(condition.classes).join(" or ")}`;
      case "sender":
        return condition.isNot
          ? senders(condition.senders)
              .map((one) => `not from ${one}`)
              .join(" ")
          : `from ${senders(condition.senders).join(" or ")}`;
      case "contains": {
        const where = { subject: "whose subject contains", text: "whose text contains", either: "containing" };
        return `${where[condition.where]} ${quote(condition.words).join(" or ")}`;
      }
      case "attachment":
        return condition.isNot ? "without attachments" : "with attachments";
      case "amount":
        return `with an amount ${condition.than} ${condition.limit}${condition.currency === null ? "" : ` ${condition.currency}`}`;
      case "language":
        return condition.language === "de" ? "in German" : "in English";
      case "known":
        return condition.isNot ? "from unknown senders" : "from known senders";
    }
  },
  acts(action) {
    switch (action.type) {
      case "archive":
        return "archive";
      case "move":
        return `move to the folder "${action.folder}"`;
      case "done":
        return "mark as done";
      case "notify":
        return "notify me";
      case "importance":
        return { 0: "unimportant", 1: "less important", 3: "important" }[action.level];
      case "neverAnswer":
        return "never answer";
      case "draft":
        return "draft an answer";
      case "send":
        return action.afterMinutes === 0
          ? "send the answer at once"
          : `send the answer after ${action.afterMinutes} minutes`;
      case "followUp":
        return `remind me after ${action.days} days without an answer`;
    }
  },
};

const german: Words = {
  mails: "Mails",
  when(condition, titled) {
    switch (condition.type) {
      case "class":
        return `${condition.isNot ? "nicht " : ""}der Klasse ${titled(condition.classes).join(" oder ")}`;
      case "sender":
        return condition.isNot
          ? senders(condition.senders)
              .map((one) => `nicht von ${one}`)
              .join(" ")
          : `von ${senders(condition.senders).join(" oder ")}`;
      case "contains": {
        const where = { subject: "deren Betreff enthält", text: "deren Inhalt enthält", either: "mit dem Wort" };
        return `${where[condition.where]} ${quote(condition.words).join(" oder ")}`;
      }
      case "attachment":
        return condition.isNot ? "ohne Anhang" : "mit Anhang";
      case "amount":
        return `mit einem Betrag ${condition.than === "over" ? "über" : "unter"} ${condition.limit.replace(".", ",")}${condition.currency === null ? "" : ` ${condition.currency}`}`;
      case "language":
        return condition.language === "de" ? "auf Deutsch" : "auf Englisch";
      case "known":
        return condition.isNot ? "von unbekannten Absendern" : "von bekannten Absendern";
    }
  },
  acts(action) {
    switch (action.type) {
      case "archive":
        return "archivieren";
      case "move":
        return `in den Ordner "${action.folder}" verschieben`;
      case "done":
        return "als erledigt markieren";
      case "notify":
        return "benachrichtige mich";
      case "importance":
        return { 0: "unwichtig", 1: "weniger wichtig", 3: "wichtig" }[action.level];
      case "neverAnswer":
        return "nie beantworten";
      case "draft":
        return "Entwurf schreiben";
      case "send":
        return action.afterMinutes === 0
          ? "sofort automatisch beantworten"
          : `nach ${action.afterMinutes} Minuten automatisch beantworten`;
      case "followUp":
        return `erinnere mich nach ${action.days} Tagen ohne Antwort`;
    }
  },
};

const WORDS: Readonly<Record<Language, Words>> = { en: english, de: german };
