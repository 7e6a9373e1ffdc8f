import type { database as english } from "../en/database.ts";

export const database: typeof english = {
  found: ({ kind, key, shown, version, fault }) => {
    const where = {
      keyring: "; der Schlüssel der Geheimnisse ist im Schlüsselbund",
      file: "; der Schlüssel der Geheimnisse ist in secret.key",
    };
    const secrets = key === "keyring" || key === "file" ? where[key] : "";
    if (kind === "sqlite") return `SQLite, im Heimordner${secrets}`;
    const place = `PostgreSQL ${version}, ${shown}${secrets}`;
    if (fault === "fsync") return `${place}, die bei einem Stromausfall Bestätigtes verlieren kann (fsync ist aus)`;
    return fault === "unmoved" ? `${place}, und dieser Heimordner hat eigene Tabellen, die jetzt niemand liest` : place;
  },
  next: "In den Einstellungen des Servers fsync einschalten; `kralle migrate` zieht die Tabellen eines Heimordners um.",
  migrate: {
    about: "die Tabellen dieses Heimordners in die PostgreSQL-Datenbank umziehen, die DATABASE_URL nennt",
    json: "ein JSON-Dokument ausgeben",
    phases: { read: "Bestand wird gelesen", copy: "Wird kopiert", compare: "Wird verglichen" },
    done: (rows, to) => `${rows} Zeilen sind jetzt in ${to} und wurden einzeln verglichen.`,
    already: (to) => `Dieser Heimordner war schon in ${to} umgezogen.`,
    next: "Kralle von jetzt an mit DATABASE_URL starten. Die alten Dateien bleiben im Heimordner, mit Namen auf .moved; entfernen, wenn alles gut ist. Auch in ihnen steht, was gesagt wurde.",
  },
  at: (shown) => (shown === null ? "Seine Tabellen sind in seinem Heimordner." : `Seine Tabellen sind in ${shown}`),
};
