/** Words about approvals and the audit log. */
export const guard = {
  exists: (path: string) => `${path} is there already.`,
  elsewhere: "Name another place.",
  approve: {
    about: "see what waits for your yes, answer it, or see what was answered",
    help: {
      action: "list, history, or the id of a question",
      answer: "yes or no",
      hash: "the fingerprint of the question you saw; another one is not answered",
      json: "print one JSON document",
    },
    unknownAction: (words: string) => `"kralle approve ${words}" does not exist.`,
    actions: "Use one of: list, history, ID yes, ID no.",
    none: "Nothing waits for your answer.",
    noHistory: "Nothing was asked yet.",
    how: (id: string, time: string) => `kralle approve ${id} yes   (or no; until ${time})`,
    allowed: "Allowed, once and exactly this.",
    refused: "Refused.",
    states: { open: "open", allowed: "allowed", used: "allowed and done", refused: "refused", expired: "expired" },
  },
  audit: {
    about: "who did what: list the audit log, prove that nobody changed it, give it out",
    help: {
      action: "list, verify or export",
      limit: "list: how many records",
      head: "verify: a head that you kept elsewhere",
      to: "export: into this file",
      json: "print one JSON document",
    },
    unknownAction: (action: string) => `"kralle audit ${action}" does not exist.`,
    actions: "Use one of: list [--limit N], verify [--head HASH], export [--to FILE].",
    wrongHead: (head: string) => `"${head}" is no head: 64 characters 0-9 and a-f.`,
    none: "Nothing is recorded yet.",
    sound: (records: number) =>
      `${records} records, none of them changed. Only a head that you kept elsewhere shows whether the end was cut off.`,
    soundSince: (records: number) => `${records} records, none of them changed; your head is among them.`,
    head: (hash: string) => `Head: ${hash}`,
    broken: (seq: number, fault: string) => `The log was changed: record ${seq} ${fault}.`,
    faults: {
      changed: "is another than the one that was written",
      gap: "lacks",
      end: "and what followed it was cut off",
    },
    missing: "The log was changed: it no longer has your head, so records were cut off or written anew.",
    exported: (records: number, path: string) => `${records} records are in ${path}.`,
  },
};
