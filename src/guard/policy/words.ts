import type { Condition, PolicyLine, Reason } from "./types.ts";

export interface Words {
  en: string;
  de: string;
}

const VERBS: Record<"allow" | "ask" | "refuse", Words> = {
  allow: { en: "Without asking:", de: "Ohne Frage:" },
  ask: { en: "Ask first:", de: "Erst fragen:" },
  refuse: { en: "Never:", de: "Nie:" },
};

/** A line of the policy as a person says it. */
export function toWords(line: PolicyLine): Words {
  if (line.type === "contact")
    return { en: `${line.address} is known to you.`, de: `${line.address} ist Ihnen bekannt.` };
  if (line.type === "trust") {
    return {
      en: `What lies in ${line.folder} was written by you.`,
      de: `Was in ${line.folder} liegt, haben Sie geschrieben.`,
    };
  }
  return { en: say(line, "en"), de: say(line, "de") };
}

function say(
  { verb, tool, when, unless, evenOutside }: Extract<PolicyLine, { type: "rule" }>,
  lang: "en" | "de",
): string {
  const german = lang === "de";
  const acts = tool === "*" ? (german ? "alles" : "anything") : tool;
  const clauses = [acts];
  const all = (conditions: readonly Condition[]): string =>
    conditions.map((condition) => toCondition(condition)[lang]).join(german ? " und " : " and ");
  if (when.length > 0) clauses.push(`${german ? "wenn" : "if"} ${all(when)}`);
  if (unless.length > 0) clauses.push(`${german ? "außer wenn" : "unless"} ${all(unless)}`);
  const outside = german ? " (auch nach Text von außen)" : " (even after text from outside)";
  return `${VERBS[verb][lang]} ${clauses.join(german ? ", " : " ")}${evenOutside ? outside : ""}.`;
}

function toCondition(condition: Condition): Words {
  switch (condition.type) {
    case "contacts":
      return condition.isIn
        ? { en: "everyone it reaches is known to you", de: "Sie alle kennen, die es erreicht" }
        : { en: "it reaches somebody you do not know", de: "es jemanden erreicht, den Sie nicht kennen" };
    case "recipient":
      return { en: `it reaches ${condition.address}`, de: `es ${condition.address} erreicht` };
    case "amount": {
      const { value, currency } = condition.amount;
      return condition.than === "more"
        ? { en: `it moves more than ${value} ${currency}`, de: `es mehr als ${value} ${currency} bewegt` }
        : { en: `it moves at most ${value} ${currency}`, de: `es höchstens ${value} ${currency} bewegt` };
    }
    case "uses":
      return condition.than === "more"
        ? {
            en: `it happens more than ${condition.count} times a day`,
            de: `es öfter als ${condition.count}-mal am Tag geschieht`,
          }
        : {
            en: `it happens at most ${condition.count} times a day`,
            de: `es höchstens ${condition.count}-mal am Tag geschieht`,
          };
    case "outside":
      return { en: "text from outside led to it", de: "Text von außen dazu geführt hat" };
    case "private":
      return { en: "private data is among what led to it", de: "private Daten dabei sind" };
  }
}

/** Why a decision was made, in a sentence. Lines of the owner stand there as they wrote them. */
export function toReasonWords(reason: Reason): Words {
  switch (reason.type) {
    case "harmless":
      return { en: "It only looks, or can be undone.", de: "Es sieht nur nach oder lässt sich zurücknehmen." };
    case "off":
      return { en: "The settings switched it off.", de: "Die Einstellungen haben es ausgeschaltet." };
    case "asked":
      return { en: "The settings want it asked about.", de: "Die Einstellungen verlangen eine Frage." };
    case "rule":
      return { en: `Your policy says: ${reason.line}`, de: `Ihre Regeln sagen: ${reason.line}` };
    case "unreadable":
      return {
        en: `A line of your policy cannot be read: ${reason.line}`,
        de: `Eine Zeile Ihrer Regeln ist nicht lesbar: ${reason.line}`,
      };
    case "ruleOfTwo":
      return {
        en: "Text from outside may have led to it, and private data may leave with it.",
        de: "Text von außen kann dazu geführt haben, und private Daten können damit hinausgehen.",
      };
    case "fromOutside":
      return { en: "Text from outside may have led to it.", de: "Text von außen kann dazu geführt haben." };
    case "command":
      return {
        en: "It runs a program, and text from outside may have led to it.",
        de: "Es führt ein Programm aus, und Text von außen kann dazu geführt haben.",
      };
    case "stranger":
      return {
        en: `It may reach somebody you do not know; your policy says: ${reason.line}`,
        de: `Es kann jemanden erreichen, den Sie nicht kennen; Ihre Regeln sagen: ${reason.line}`,
      };
    case "outside":
      return {
        en: "It reaches beyond the folder or cannot be undone.",
        de: "Es reicht über den Ordner hinaus oder lässt sich nicht zurücknehmen.",
      };
  }
}
