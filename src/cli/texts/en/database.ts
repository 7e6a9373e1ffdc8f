import type { Finding, MoveProgress } from "../../../app/index.ts";

/** Words about where the tables are. */
export const database = {
  /** What `kralle doctor` found. */
  found: ({ kind, key, shown, version, fault }: Finding["values"]): string => {
    const where = {
      keyring: "; the key of the secrets is in the keyring",
      file: "; the key of the secrets is in secret.key",
    };
    const secrets = key === "keyring" || key === "file" ? where[key] : "";
    if (kind === "sqlite") return `SQLite, in the home folder${secrets}`;
    const place = `PostgreSQL ${version}, ${shown}${secrets}`;
    if (fault === "fsync") return `${place}, which may lose what it acknowledged when the power fails (fsync is off)`;
    return fault === "unmoved" ? `${place}, and this home has tables of its own that nobody reads now` : place;
  },
  next: "Switch fsync on in the server's settings; `kralle migrate` moves the tables of a home.",
  migrate: {
    about: "move the tables of this home to the PostgreSQL database that DATABASE_URL names",
    json: "print one JSON document",
    phases: { read: "looking what is there", copy: "copying", compare: "comparing" } satisfies Record<
      MoveProgress["phase"],
      string
    >,
    done: (rows: string, to: string) => `${rows} rows are in ${to} now, and were compared one by one.`,
    already: (to: string) => `This home was moved to ${to} before.`,
    next: "Start Kralle with DATABASE_URL from now on. The old files are kept beside in the home, with names that end in .moved; remove them when all is well. They hold what was said, too.",
  },
  /** Of a gateway that runs. */
  at: (shown: string | null) => (shown === null ? "Its tables are in its home." : `Its tables are in ${shown}`),
};
