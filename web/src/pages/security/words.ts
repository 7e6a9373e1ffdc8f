import type { AnswerOf, EffectInfo, Verdict } from "../../lib/wire.ts";
import { pick } from "../../texts/pick.svelte.ts";

type PastState = AnswerOf<"listPastApprovals">["approvals"][number]["state"];
type Outcome = AnswerOf<"listEgress">["requests"][number]["outcome"];
type Fault = NonNullable<Verdict["broken"]>["fault"];

const en = {
  about: "What Kralle may do, what it did outside, and how to stop it.",
  readOnly: "This browser may look at this, not change all of it.",
  adminOnly: "For browsers that may do everything.",
  more: "Show more",
  stop: {
    title: "STOP",
    runs: "Kralle may act",
    runsAbout: "STOP lets nothing more reach outside, at once and through restarts, until you release it.",
    holds: (time: string) => `Stopped since ${time}`,
    holdsAbout: (by: string) => `By ${by}. Nothing new is done outside; what was begun before may still end.`,
    here: "this browser",
    press: "STOP",
    release: "Release",
    releaseTitle: "Let Kralle act again?",
    releaseAbout: "What waits outside goes on, under the policy below.",
    released: "Released",
  },
  privacy: {
    title: "Privacy lock",
    about:
      "While it is on, nothing leaves this machine: no model of a server, no fetching, no mail. Work on this machine goes on.",
    on: (time: string) => `on since ${time}`,
    off: "off",
    openTitle: "Open the privacy lock?",
    openAbout: "From then on what you granted may leave this machine again.",
    open: "Open it",
  },
  effects: {
    title: "Done outside",
    none: "Nothing was done outside yet.",
    unknown: (count: number) => `${count === 1 ? "One act has" : `${count} acts have`} an unclear outcome`,
    unknownAbout: "Kralle was interrupted and cannot find out whether it happened. Look, and say.",
    happened: "It happened",
    not: "It did not",
    settled: "Noted",
    states: {
      intended: "about to",
      sent: "under way",
      confirmed: "happened",
      failed: "did not happen",
      unknown: "unclear",
    } satisfies Record<EffectInfo["state"], string>,
    classes: { keyed: "once, by a key", queryable: "once, by asking", neither: "at most once" } satisfies Record<
      EffectInfo["class"],
      string
    >,
  },
  policy: {
    title: "Policy",
    about: "What may happen without a question, with one, and never. Without a line, what reaches outside asks you.",
    none: "No lines of your own: what can be undone happens, what reaches outside asks.",
    add: "Add a line",
    example: "allow send_mail if recipient is *@example.com",
    remove: "Remove",
    removeTitle: "Remove this line?",
    unreadable: "This Kralle cannot read this line, so everything that reaches outside asks you.",
    explain: "Try a case",
    tool: "Tool",
    to: "To whom",
    amount: "Amount",
    try: "What would happen?",
    decisions: { allow: "happens", ask: "asks you", refuse: "is refused" },
  },
  egress: {
    title: "What left this machine",
    about: "Every connection, without what was said in it.",
    none: "Nothing left this machine.",
    columns: { time: "When", purpose: "What for", host: "Where", out: "Out", in: "In" },
    unsaid: "unsaid",
    outcomes: { started: "under way", done: "done", failed: "failed", refused: "refused" } satisfies Record<
      Outcome,
      string
    >,
  },
  audit: {
    title: "Audit log",
    about: "Who did what, each record sealed by the one behind it: a change of any of them shows.",
    verify: "Check it now",
    sound: (count: string) => `${count} records, unchanged`,
    broken: (seq: number) => `Record ${seq} is wrong`,
    faults: { changed: "it was changed", gap: "one is missing before it", end: "the end was cut off" } satisfies Record<
      Fault,
      string
    >,
    missing: "The log does not have the head that you kept: it was cut off or made anew.",
    head: "Head",
    headAbout: "Keep it somewhere else: it proves that nothing before it was changed.",
    compare: "A head that you kept",
    none: "Nothing was recorded yet.",
  },
  decided: {
    title: "Decided questions",
    none: "Nothing was asked yet.",
    states: {
      open: "open",
      allowed: "allowed, not used",
      used: "allowed",
      refused: "refused",
      expired: "no answer, so no",
    } satisfies Record<PastState, string>,
    via: { cli: "at the terminal", ui: "in a browser", api: "by a program", telegram: "on Telegram" },
  },
};

const de: typeof en = {
  about: "Was Kralle darf, was es nach außen getan hat und wie Sie es anhalten.",
  readOnly: "Dieser Browser darf das ansehen, nicht alles ändern.",
  adminOnly: "Nur für Browser, die alles dürfen.",
  more: "Mehr zeigen",
  stop: {
    title: "STOP",
    runs: "Kralle darf handeln",
    runsAbout: "STOP lässt nichts mehr nach außen wirken, sofort und über Neustarts hinweg, bis Sie es aufheben.",
    holds: (time) => `Angehalten seit ${time}`,
    holdsAbout: (by) => `Von ${by}. Nach außen geschieht nichts Neues; was vorher begann, kann noch enden.`,
    here: "diesem Browser",
    press: "STOP",
    release: "Aufheben",
    releaseTitle: "Kralle wieder handeln lassen?",
    releaseAbout: "Was nach außen wartet, geht weiter, nach den Regeln unten.",
    released: "Aufgehoben",
  },
  privacy: {
    title: "Privatsperre",
    about:
      "Solange sie zu ist, verlässt nichts diesen Rechner: Kein Server wird gefragt, nichts geholt, keine Mail gesendet. Arbeit auf diesem Rechner geht weiter.",
    on: (time) => `zu seit ${time}`,
    off: "offen",
    openTitle: "Privatsperre öffnen?",
    openAbout: "Was Sie erlaubt haben, darf diesen Rechner dann wieder verlassen.",
    open: "Öffnen",
  },
  effects: {
    title: "Nach außen getan",
    none: "Nach außen wurde noch nichts getan.",
    unknown: (count) => `${count === 1 ? "Eine Handlung hat" : `${count} Handlungen haben`} einen unklaren Ausgang`,
    unknownAbout:
      "Kralle wurde unterbrochen und kann nicht herausfinden, ob es geschah. Sehen Sie nach, und sagen Sie es.",
    happened: "Es geschah",
    not: "Es geschah nicht",
    settled: "Vermerkt",
    states: {
      intended: "steht bevor",
      sent: "unterwegs",
      confirmed: "geschehen",
      failed: "nicht geschehen",
      unknown: "unklar",
    },
    classes: { keyed: "genau einmal", queryable: "genau einmal, durch Nachfragen", neither: "höchstens einmal" },
  },
  policy: {
    title: "Regeln",
    about:
      "Was ohne Frage geschehen darf, was mit einer und was nie. Ohne Regel fragt Kralle vor allem, was nach außen wirkt.",
    none: "Keine eigenen Regeln: Was sich zurücknehmen lässt, geschieht; vor allem, was nach außen wirkt, fragt Kralle.",
    add: "Regel hinzufügen",
    example: "allow send_mail if recipient is *@example.com",
    remove: "Entfernen",
    removeTitle: "Diese Regel entfernen?",
    unreadable: "Dieses Kralle kann die Regel nicht lesen; deshalb fragt es vor allem, was nach außen wirkt.",
    explain: "Einen Fall prüfen",
    tool: "Werkzeug",
    to: "An wen",
    amount: "Betrag",
    try: "Was geschähe?",
    decisions: { allow: "geschieht", ask: "fragt Sie", refuse: "wird abgelehnt" },
  },
  egress: {
    title: "Was diesen Rechner verließ",
    about: "Jede Verbindung, ohne ihren Inhalt.",
    none: "Nichts hat diesen Rechner verlassen.",
    columns: { time: "Wann", purpose: "Wofür", host: "Wohin", out: "Hinaus", in: "Herein" },
    unsaid: "ungenannt",
    outcomes: { started: "unterwegs", done: "erledigt", failed: "gescheitert", refused: "abgelehnt" },
  },
  audit: {
    title: "Prüfprotokoll",
    about: "Wer was tat. Jeder Eintrag ist vom nächsten versiegelt: Eine Änderung fällt auf.",
    verify: "Jetzt prüfen",
    sound: (count) => `${count} Einträge, unverändert`,
    broken: (seq) => `Eintrag ${seq} ist falsch`,
    faults: { changed: "er wurde geändert", gap: "davor fehlt einer", end: "das Ende wurde abgeschnitten" },
    missing: "Das Protokoll enthält den aufbewahrten Kopf nicht: Es wurde gekürzt oder neu geschrieben.",
    head: "Kopf",
    headAbout: "Bewahren Sie ihn anderswo auf: Er beweist, dass davor nichts geändert wurde.",
    compare: "Ein aufbewahrter Kopf",
    none: "Noch wurde nichts vermerkt.",
  },
  decided: {
    title: "Beantwortete Fragen",
    none: "Noch wurde nichts gefragt.",
    states: {
      open: "offen",
      allowed: "erlaubt, nicht genutzt",
      used: "erlaubt",
      refused: "abgelehnt",
      expired: "keine Antwort, also nein",
    },
    via: { cli: "am Terminal", ui: "im Browser", api: "durch ein Programm", telegram: "über Telegram" },
  },
};

export const w = pick({ en, de });
