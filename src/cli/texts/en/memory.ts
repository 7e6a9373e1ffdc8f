import type { ProfileField } from "../../../app/index.ts";

/** Words about what is remembered: `kralle memory`, and what an answer used. */
export const memory = {
  help: {
    command: "show, add, correct or forget what Kralle remembers of you",
    action: "list, add, correct, forget or profile",
    words: "add TEXT, correct ID TEXT, forget ID, list [WORDS]",
    json: "print one JSON document",
    name: 'profile: your name; "none" clears a field',
    address: "profile: du, sie or firstName",
    tone: "profile: friendly, formal or brief",
    language: "profile: de or en",
    timeZone: "profile: like Europe/Berlin",
    hours: 'profile: like "Mon-Thu 8-16, Fri 8-14"',
  },
  usage: {
    unknownAction: (name: string) => `"kralle memory ${name}" does not exist.`,
    actions: "Use one of: list [WORDS], add TEXT, correct ID TEXT, forget ID, profile [--name NAME …].",
    missing: (what: string) => `The argument "${what}" is missing.`,
  },
  used: "Used",
  none: "Nothing is remembered yet. `kralle memory add TEXT` adds something; so does “Remember that …” in a request.",
  noMatch: "Nothing that is remembered fits.",
  more: (count: number) => `and ${count} more`,
  added: (text: string) => `Remembered: ${text}`,
  corrected: (text: string) => `Corrected: ${text}`,
  forgotten: "Forgotten, for good. Conversations keep what was said in them.",
  times: (count: number) => (count === 0 ? "never used" : count === 1 ? "used once" : `used ${count} times`),
  profile: "Profile",
  noProfile: "Nothing is told of you yet: `kralle memory profile --name NAME`.",
  fields: {
    name: "Name",
    address: "Form of address",
    tone: "Tone",
    language: "Language",
    timeZone: "Time zone",
    workingHours: "Working hours",
  } satisfies Record<ProfileField, string>,
};
