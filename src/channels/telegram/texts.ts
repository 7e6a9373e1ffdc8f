import type { Language } from "./types.ts";

const en = {
  paired: (name: string) =>
    `Hello ${name}. This chat is connected with Kralle now. Write what you need, or send a file; /help shows what else there is.`,
  groupAllowed: "Kralle answers here when it is named, and only to people who are connected themselves.",
  help: [
    "Write what you need. Files and photos are kept with the conversation.",
    "",
    "/today – what is important now",
    "/runs – what is done and was done",
    "/approve – questions that wait for you",
    "/status – how Kralle is",
    "/cost – what was used",
    "/cancel – end what is being worked on here",
    "/new – begin another conversation",
    "/stop – nothing is done outside any more; /stop off releases it",
  ].join("\n"),
  commands: {
    today: "what is important now",
    runs: "what is done and was done",
    approve: "questions that wait for you",
    status: "how Kralle is",
    cost: "what was used",
    cancel: "end what is being worked on here",
    new: "begin another conversation",
    stop: "nothing is done outside any more",
    help: "what there is",
  },
  unknownCommand: (name: string) => `I do not know /${name}. /help shows what there is.`,
  newSession: "A new conversation begins with your next message.",
  cancelled: "It was ended.",
  nothingToCancel: "Nothing is being worked on here.",
  released: "STOP is released: things reach outside again.",
  runs: { none: "Nothing was done yet.", title: "Runs" },
  states: {
    waiting: "waits",
    running: "runs",
    done: "done",
    failed: "failed",
    cancelled: "cancelled",
    gaveUp: "given up",
  } as Readonly<Record<string, string>>,
  noQuestions: "No question waits for you.",
  question: { title: "Kralle asks", allow: "✅ Allow", refuse: "❌ Refuse", until: (time: string) => `Until ${time}.` },
  questionTooLong:
    "It is too long to be shown here in full, and what nobody can see in full nobody should allow. Answer it on the machine or in the browser.",
  allowed: "Allowed.",
  refused: "Refused.",
  tooLate: "This is no longer open.",
  status: {
    title: "Kralle",
    model: "Model",
    work: (running: number, waiting: number) => `${running} running, ${waiting} waiting`,
    questions: (count: number) => `${count} open questions: /approve`,
    unclear: (count: number) =>
      `${count} acts outside of which nobody knows what came of them: \`kralle effects --unknown\``,
    stop: (reason: string) => `STOP holds${reason === "" ? "" : ` (${reason})`}: /stop off releases it`,
    fine: "All is well.",
  },
  cost: (days: number, calls: string, tokens: string, minutes: string) =>
    `The last ${days} days: ${calls} calls of models, ${tokens} tokens, ${minutes} minutes of computing on this machine.`,
  kept: (path: string) => `I have kept ${path}. What shall I do with it?`,
  notKept: (name: string, reason: string) => `I could not take ${name}: ${reason}`,
  failed: (reason: string) => `That did not work: ${reason}`,
  empty: "(no words)",
};

const de: typeof en = {
  paired: (name) =>
    `Hallo ${name}. Dieser Chat ist jetzt mit Kralle verbunden. Schreiben Sie, was Sie brauchen, oder senden Sie eine Datei; /help zeigt, was es sonst gibt.`,
  groupAllowed: "Kralle antwortet hier, wenn sein Name fällt, und nur Menschen, die selbst verbunden sind.",
  help: [
    "Schreiben Sie, was Sie brauchen. Dateien und Fotos werden beim Gespräch aufbewahrt.",
    "",
    "/today – was jetzt wichtig ist",
    "/runs – was getan wird und wurde",
    "/approve – Fragen, die auf Sie warten",
    "/status – wie es Kralle geht",
    "/cost – was verbraucht wurde",
    "/cancel – beendet, woran hier gearbeitet wird",
    "/new – beginnt ein anderes Gespräch",
    "/stop – nach außen geschieht nichts mehr; /stop off hebt das auf",
  ].join("\n"),
  commands: {
    today: "was jetzt wichtig ist",
    runs: "was getan wird und wurde",
    approve: "Fragen, die auf Sie warten",
    status: "wie es Kralle geht",
    cost: "was verbraucht wurde",
    cancel: "beendet, woran hier gearbeitet wird",
    new: "beginnt ein anderes Gespräch",
    stop: "nach außen geschieht nichts mehr",
    help: "was es gibt",
  },
  unknownCommand: (name) => `/${name} kenne ich nicht. /help zeigt, was es gibt.`,
  newSession: "Mit Ihrer nächsten Nachricht beginnt ein neues Gespräch.",
  cancelled: "Es wurde beendet.",
  nothingToCancel: "Hier wird an nichts gearbeitet.",
  released: "STOP ist aufgehoben: nach außen geschieht wieder etwas.",
  runs: { none: "Es wurde noch nichts getan.", title: "Läufe" },
  states: {
    waiting: "wartet",
    running: "läuft",
    done: "fertig",
    failed: "gescheitert",
    cancelled: "abgebrochen",
    gaveUp: "aufgegeben",
  },
  noQuestions: "Keine Frage wartet auf Sie.",
  question: { title: "Kralle fragt", allow: "✅ Erlauben", refuse: "❌ Ablehnen", until: (time) => `Bis ${time}.` },
  questionTooLong:
    "Es ist zu lang, um hier ganz gezeigt zu werden, und was niemand ganz sieht, soll niemand erlauben. Antworten Sie am Rechner oder im Browser.",
  allowed: "Erlaubt.",
  refused: "Abgelehnt.",
  tooLate: "Das ist nicht mehr offen.",
  status: {
    title: "Kralle",
    model: "Modell",
    work: (running, waiting) => `${running} in Arbeit, ${waiting} warten`,
    questions: (count) => `${count} offene Fragen: /approve`,
    unclear: (count) =>
      `${count} Handlungen nach außen, von denen niemand weiß, was daraus wurde: \`kralle effects --unknown\``,
    stop: (reason) => `STOP gilt${reason === "" ? "" : ` (${reason})`}: /stop off hebt es auf`,
    fine: "Alles in Ordnung.",
  },
  cost: (days, calls, tokens, minutes) =>
    `Die letzten ${days} Tage: ${calls} Aufrufe von Modellen, ${tokens} Tokens, ${minutes} Minuten Rechenzeit auf diesem Rechner.`,
  kept: (path) => `Ich habe ${path} aufbewahrt. Was soll ich damit tun?`,
  notKept: (name, reason) => `${name} konnte ich nicht annehmen: ${reason}`,
  failed: (reason) => `Das ging nicht: ${reason}`,
  empty: "(keine Worte)",
};

export type Texts = typeof en;

export const textsOf = (language: Language): Texts => (language === "de" ? de : en);
