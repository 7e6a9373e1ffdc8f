const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Words about approvals, the audit log, secrets, and the owner's data. */
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
  secret: {
    about: "keep keys and tokens sealed, and name them in the settings as secret:NAME",
    help: { action: "list, set or rm", name: "set, rm: name of the secret", json: "print one JSON document" },
    unknownAction: (action: string) => `"kralle secret ${action}" does not exist.`,
    actions: "Use one of: list, set NAME (the value from the standard input), rm NAME.",
    ask: (name: string) => `Value of ${name} (is not shown): `,
    set: (handle: string, place: string) => `Kept. Settings name it as ${handle}; the key that opens it is ${place}.`,
    places: { keyring: "in the keyring of your system", file: "in secret.key in KRALLE_HOME, which only you can read" },
    removed: (name: string) => `${name} is removed.`,
    none: "There are no secrets. `kralle secret set NAME` keeps one.",
    never: "never",
    headings: ["name", "set", "used"],
  },
  data: {
    about: "take your data out of Kralle, or delete it for good",
    help: {
      action: "export or delete",
      session: "one conversation, by its id",
      match: "conversations and memories in which this text occurs",
      everything: "all conversations, memories, your profile; settings, secrets and the audit log stay",
      to: "export: into this new folder",
      backups: "delete: also all backups, which hold it otherwise",
      yes: "delete: without asking",
      json: "print one JSON document",
    },
    unknownAction: (action: string) => `"kralle data ${action}" does not exist.`,
    actions: "Use: export --to FOLDER or delete [--backups] [--yes], with --session ID, --match TEXT or --everything.",
    ask: "Delete it for good? It can no longer be undone, and neither can the changes of that work. [y/N] ",
    notSure: "Nothing was deleted.",
    sayYes: "Say --yes where nobody can be asked.",
    exported: (sessions: number, files: number, folder: string) =>
      `${plural(sessions, "conversation", "conversations")} in ${plural(files, "file", "files")}: ${folder}`,
    deleted: (sessions: number, messages: number, memories: number) =>
      `Deleted: ${plural(sessions, "conversation", "conversations")} with ${plural(messages, "message", "messages")}, ${plural(memories, "memory", "memories")}.`,
    kept: (count: number) =>
      `${plural(count, "act", "acts")} on the world outside stayed, since nobody knows yet how they ended: kralle effects --unknown`,
    inBackups: (count: number) =>
      `${plural(count, "backup", "backups")} may still hold it. With --backups they are deleted too; copies elsewhere are yours to delete.`,
    backupsRemoved: (count: number) => `${plural(count, "backup was", "backups were")} deleted too.`,
    found: (paths: string) => `The text still stands in: ${paths}`,
    elsewhere: "Files in your own folders stay as they are.",
  },
};
