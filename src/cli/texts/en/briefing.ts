/** Words about `kralle today` and `kralle briefing`. */
export const briefing = {
  about: {
    today: "what is urgent, important, or can wait today; or a question about it",
    briefing: "the daily briefing: when it comes, where it goes, what counts",
  },
  help: {
    question: 'a question, such as "why is that urgent?"',
    action: "now, at, off, show, list, weights, mail, telegram or folder",
    words:
      "at: 7:00; show: DATE; weights: FEATURE=NUMBER; mail: ACCOUNT ADDRESS; telegram: ACCOUNT CHAT; folder: FOLDER",
    zone: "at: time zone, such as Europe/Berlin",
    json: "print one JSON document",
  },
  unknownAction: (name: string) => `"kralle briefing ${name}" does not exist.`,
  actions:
    "Use one of: now, again CHANNEL, at 7:00, off, show 2026-11-26, list, weights [due=2 amount=0.5], mail ACCOUNT ADDRESS|off, telegram ACCOUNT CHAT|off, folder FOLDER|off.",
  missing: (what: string) => `${what} is missing.`,
  noChannel: (word: string) => `${word} is none of mail, telegram and file.`,
  noNumber: (word: string) => `${word} is no FEATURE=NUMBER from 0 to 5.`,
  groups: { urgent: "Urgent", important: "Important", later: "Can wait" },
  sections: {
    appointments: "Appointments",
    moved: "Numbers that moved",
    waits: "Waits for you",
    done: "Done without you",
  },
  title: (day: string) => `Briefing for ${day}`,
  asNow: "As it would be now; it has not been composed yet.",
  composed: (time: string) => `Composed ${time}.`,
  proposed: (title: string) => `proposed: ${title}`,
  handled: "done",
  delivery: {
    intended: (channel: string) => `${channel}: on its way`,
    done: (channel: string) => `${channel}: delivered`,
    unclear: (channel: string, id: string) =>
      `${channel}: unclear whether it arrived. Look there, then: kralle effects settle ${id} --happened|--did-not`,
    failed: (channel: string, note: string, name: string) =>
      `${channel}: not delivered: ${note} Send it again: kralle briefing again ${name}`,
  },
  channels: { web: "page", file: "file", mail: "mail", telegram: "Telegram" } as Readonly<Record<string, string>>,
  comes: (times: string, zone: string, next: string) =>
    `It comes at ${times} (${zone}), next on ${next}, while Kralle is up.`,
  off: "It does not come by itself. `kralle briefing at 7:00` lets it.",
  none: "There is no briefing yet. `kralle briefing at 7:00` lets one come each day, `kralle today` shows how it would be now.",
  listHeadings: ["day", "composed", "urgent", "important", ""],
  amiss: (count: number) => `${count} ${count === 1 ? "delivery" : "deliveries"} unclear or failed`,
  weightHeadings: ["feature", "weight", "urgent", "important", "what it is"],
  features: {
    due: "the day it is due is near",
    overdue: "that day is over",
    urgency: "how pressing it was judged",
    importance: "how weighty it was judged",
    reply: "it wants an answer",
    waiting: "how long it waits for one",
    known: "how well its sender is known",
    amount: "money that it is about",
    promised: "an answer was promised",
    anomaly: "how unusual a number is",
    class: "its kind: complaint, order, newsletter …",
    spam: "how much it looks like spam",
    doubt: "how unsure the judgement is",
  } as Readonly<Record<string, string>>,
};
