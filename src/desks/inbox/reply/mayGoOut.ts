import type { Draft, Letter } from "./types.ts";

/** How a rule of the owner wants replies to be sent. */
export type SendMode = "draft" | "later" | "now";

export interface GateInput {
  /** What the rule for this kind of mail says. */
  mode: SendMode;
  mail: Letter & {
    /** Why RFC 3834 forbids an answer; null: it does not. */
    automatic: string | null;
    /** Of the sender's domain, as the own server says. */
    verified: "pass" | "fail" | "none";
    replyTo: readonly { address: string }[];
    attachments: readonly unknown[];
  };
  draft: Draft;
  judged: { class: string; confidence: number };
  /** Classes that this rule sends for. */
  classes: readonly string[];
  /** Mails exchanged with this address before. */
  person: { received: number; sent: number };
  own: readonly string[];
  /** Replies that went out by themselves: in this thread within the last day, and altogether within the last hour. */
  sentInThread: number;
  sentLastHour: number;
}

export interface GateVerdict {
  go: SendMode;
  /** Codes of the gates that are shut; none: it may go as the rule says. */
  why: GateName[];
}

/** Set by hand, on the safe side. The class's confidence is calibrated; how sure an answer is was not measured on answers that went out. */
const LEAST_CLASS = 0.85;
const LEAST_ANSWER = 0.75;
const MOST_AN_HOUR = 20;
/** Never without a person, whatever a rule says. */
const DELICATE = new Set([
  "complaint",
  "invoice",
  "reminder",
  "order",
  "application",
  "spam",
  "newsletter",
  "automatic",
]);
const CONTRACT =
  /vertrag|kündig|widerruf|mahnung|inkasso|anwalt|rechtsanwalt|klage|schadenersatz|haftung|angebot (?:annehmen|bestätigen)|contract|terminat|lawyer|solicitor|legal|liab|lawsuit|sue(?!\p{L})|damages|datenschutz|gdpr|dsgvo|auskunftsersuchen/iu;
const MONEY =
  /(?:€|£|\$) ?\d|\d ?(?:€|£|\$|EUR(?!\p{L})|Euro(?!\p{L})|CHF)|iban|überweis|erstatt|refund|rabatt|discount|skonto/iu;
const UPSET =
  /beschwer|reklam|unverschämt|enttäusch|ärger|unzufrieden|frechheit|zumutung|skandal|complain|disappoint|unacceptable|angry|furious|terrible|refund|outrage|worst/iu;
const ATTACHMENT =
  /(?:schick|send|zuschick|zusend|mail|füg|häng|attach|forward).{0,60}(?:anhang|pdf|datei|katalog|prospekt|liste|rechnung|vertrag|unterlagen|foto|bilder?|attachment|file|catalogue|brochure|copy|document|invoice|photo|picture)|(?:anhang|attachment|als pdf|as (?:a )?pdf)/iu;

/** Each gate: shut when its test says so. The order is that in which reasons are told. */
const GATES = {
  automatic: ({ mail }) => mail.automatic !== null,
  own: ({ mail, own }) =>
    mail.from === null || own.some((address) => address.toLowerCase() === mail.from?.address.toLowerCase()),
  noClass: ({ judged, classes }) => !classes.includes(judged.class),
  delicateClass: ({ judged }) => DELICATE.has(judged.class),
  unsureClass: ({ judged }) => !(judged.confidence >= LEAST_CLASS),
  incomplete: ({ draft }) => !draft.complete || draft.questions.length > 0,
  noEvidence: ({ draft }) => draft.sentences.every(({ sources }) => sources.length === 0),
  unsureAnswer: ({ draft }) => !(draft.confidence >= LEAST_ANSWER),
  stranger: ({ person }) => person.received < 1 || person.sent < 1,
  unverified: ({ mail }) => mail.verified !== "pass",
  otherReplyTo: ({ mail }) =>
    mail.replyTo.some(({ address }) => address.toLowerCase() !== mail.from?.address.toLowerCase()),
  money: ({ mail, draft }) => MONEY.test(`${mail.subject}\n${mail.text}`) || MONEY.test(draft.text),
  contract: ({ mail, draft }) => CONTRACT.test(`${mail.subject}\n${mail.text}`) || CONTRACT.test(draft.text),
  upset: ({ mail }) => UPSET.test(`${mail.subject}\n${mail.text}`),
  attachmentAsked: ({ mail }) => ATTACHMENT.test(mail.text),
  attachmentSent: ({ mail }) => mail.attachments.length > 0,
  answeredToday: ({ sentInThread }) => sentInThread > 0,
  rate: ({ sentLastHour }) => sentLastHour >= MOST_AN_HOUR,
} satisfies Record<string, (input: GateInput) => boolean>;

export type GateName = keyof typeof GATES;
export const GATE_NAMES = Object.keys(GATES) as GateName[];

/**
 * Whether a draft may go out without a person. Contract: everything has to be in order; whatever is not known counts as not in order. A rule
 * that wants drafts gets drafts. Nothing here is decided by a model.
 */
export function mayGoOut(input: GateInput): GateVerdict {
  const why = GATE_NAMES.filter((name) => GATES[name](input));
  return { go: why.length === 0 ? input.mode : "draft", why };
}

const WORDS: Readonly<Record<GateName, { de: string; en: string }>> = {
  automatic: { de: "Auf automatische Post wird nie geantwortet.", en: "Automatic mail is never answered." },
  own: {
    de: "Der Absender fehlt oder ist die eigene Adresse.",
    en: "The sender is missing, or it is your own address.",
  },
  noClass: {
    de: "Für diese Art von Mail ist kein Senden erlaubt.",
    en: "Sending is not allowed for this kind of mail.",
  },
  delicateClass: {
    de: "Bei dieser Art von Mail entscheiden immer Sie.",
    en: "For this kind of mail you always decide.",
  },
  unsureClass: { de: "Die Art der Mail ist nicht sicher genug.", en: "What kind of mail it is is not sure enough." },
  incomplete: {
    de: "Nicht alles, was gefragt wird, steht in den Unterlagen.",
    en: "Not everything that is asked stands in the documents.",
  },
  noEvidence: { de: "Der Entwurf stützt sich auf keine Unterlagen.", en: "The draft stands on no document." },
  unsureAnswer: {
    de: "Ob die Antwort zur Frage passt, ist nicht sicher genug.",
    en: "Whether the answer fits the question is not sure enough.",
  },
  stranger: {
    de: "Mit dieser Adresse gab es noch keinen Wechsel in beide Richtungen.",
    en: "You and this address have not written to each other yet.",
  },
  unverified: {
    de: "Dass die Mail wirklich von dort kommt, ist nicht geprüft.",
    en: "That the mail really comes from there is not verified.",
  },
  otherReplyTo: {
    de: "Die Antwort ginge an eine andere Adresse als die des Absenders.",
    en: "The reply would go to another address than the sender's.",
  },
  money: { de: "Es geht um Geld.", en: "It is about money." },
  contract: { de: "Es geht um Vertrag oder Recht.", en: "It is about a contract or the law." },
  upset: { de: "Es klingt nach einer Beschwerde.", en: "It sounds like a complaint." },
  attachmentAsked: { de: "Es wird um einen Anhang gebeten.", en: "An attachment is asked for." },
  attachmentSent: {
    de: "Die Mail hat Anhänge, die niemand gelesen hat.",
    en: "The mail has attachments that nobody has read.",
  },
  answeredToday: {
    de: "In diesem Gespräch ging heute schon eine Antwort hinaus.",
    en: "A reply went out in this thread today already.",
  },
  rate: { de: "In der letzten Stunde gingen schon zu viele hinaus.", en: "Too many went out within the last hour." },
};

/** Why not, in words for the owner. */
export const sayGates = (why: readonly GateName[], language: "de" | "en"): string[] =>
  why.map((name) => WORDS[name][language]);
