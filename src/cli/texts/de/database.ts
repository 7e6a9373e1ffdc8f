import type { database as english } from "../en/database.ts";

export const database: typeof english = {
  found: ({ kind, shown, version, fault }) => {
    if (kind === "sqlite") return "SQLite, im Heimordner";
    const place = `PostgreSQL ${version}, ${shown}`;
    if (fault === "fsync") return `${place}, die bei einem Stromausfall Bestätigtes verlieren kann (fsync ist aus)`;
    return fault === "unmoved" ? `${place}, und dieser Heimordner hat eigene Tabellen, die jetzt niemand liest` : place;
  },
  next: "In den Einstellungen des Servers fsync einschalten; `kralle migrate` zieht die Tabellen eines Heimordners um.",
  at: (shown) => (shown === null ? "Seine Tabellen sind in seinem Heimordner." : `Seine Tabellen sind in ${shown}`),
};
