import type { Finding } from "../../../app/index.ts";

/** Words about where the tables are. */
export const database = {
  /** What `kralle doctor` found. */
  found: ({ kind, shown, version, fault }: Finding["values"]): string => {
    if (kind === "sqlite") return "SQLite, in the home folder";
    const place = `PostgreSQL ${version}, ${shown}`;
    if (fault === "fsync") return `${place}, which may lose what it acknowledged when the power fails (fsync is off)`;
    return fault === "unmoved" ? `${place}, and this home has tables of its own that nobody reads now` : place;
  },
  next: "Switch fsync on in the server's settings; `kralle migrate` moves the tables of a home.",
  /** Of a gateway that runs. */
  at: (shown: string | null) => (shown === null ? "Its tables are in its home." : `Its tables are in ${shown}`),
};
