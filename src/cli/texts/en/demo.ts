/** What is said about the sample firm's day. */
export const demo = {
  about:
    "let a day of a sample firm happen: mails sorted and answered by draft, and the briefing; no account is needed",
  isNew: "begin anew, with today as the last day of the story",
  once: "end when the day is told",
  days: "begin anew and tell the last days one after another, 30 at most; Enter goes on to the next",
  next: "Enter: the next day; q and Enter: enough. ",
  day: (mails: number, left: number) => `${mails} new ${mails === 1 ? "mail" : "mails"}; days still to come: ${left}`,
  begins:
    "Speichenglück is a small bicycle workshop with 30 days of mail. Nothing leaves this machine: what would be sent stays in the sample firm's own mailbox.",
  steps: {
    files: "Writing the firm's files",
    knowledge: "Reading what the firm knows",
    mailbox: "Connecting the mailbox",
    briefing: "Composing the briefing",
  },
  mails: (done: number, all: number) => `Mails worked on: ${done} of ${all}`,
  told: (firm: string, mails: number, drafts: number) =>
    `${firm}: ${mails} mails of the last days were sorted, ${drafts} drafts wait to be looked at. The briefing of today:`,
  look: "Look around in the browser; Ctrl-C ends it. Sign in once, within 10 minutes:",
};
