import { textOf, type Database } from "./database.ts";

export const LABELS: readonly string[] = [
  `CREATE TABLE labels (kind TEXT NOT NULL, place TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
    label TEXT NOT NULL, PRIMARY KEY (kind, place, subject, detail, label))`,
  "CREATE INDEX labels_by_detail ON labels (kind, detail)",
];

export interface LabelSubject {
  kind: "file" | "session" | "memory";
  /** Of a file, the folder that its path begins at; "" else. */
  place: string;
  /** A path, an id. */
  subject: string;
  /** Of a file, the SHA-256 of its content; "" else. */
  detail: string;
}

/**
 * Where data came from, as words; what they mean, `guard` says. Contract: labels are only ever added, so that none is lost; the order of
 * words is not kept.
 */
export interface LabelLog {
  add(subject: LabelSubject, words: readonly string[]): Promise<void>;
  /** Labels of a subject, whatever its detail, and of the same detail under any subject. `isKnown`: this detail was labelled. */
  of(subject: LabelSubject): Promise<{ words: string[]; isKnown: boolean }>;
  /** Labels of all subjects of a place. */
  in(kind: LabelSubject["kind"], place: string): Promise<Map<string, string[]>>;
}

export function createLabelLog(db: Database): LabelLog {
  return {
    async add({ kind, place, subject, detail }, words) {
      await db.transaction(async (tx) => {
        for (const word of words) {
          await tx.run(
            "INSERT INTO labels (kind, place, subject, detail, label) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [kind, place, subject, detail, word],
          );
        }
      });
    },
    async of({ kind, place, subject, detail }) {
      const rows = await db.all(
        `SELECT detail, label FROM labels WHERE kind = ? AND place = ? AND subject = ?
         UNION SELECT detail, label FROM labels WHERE kind = ? AND detail = ? AND detail <> ''`,
        [kind, place, subject, kind, detail],
      );
      const words = [...new Set(rows.map((row) => textOf(row, "label")))];
      return { words, isKnown: rows.some((row) => textOf(row, "detail") === detail) };
    },
    async in(kind, place) {
      const rows = await db.all("SELECT DISTINCT subject, label FROM labels WHERE kind = ? AND place = ?", [
        kind,
        place,
      ]);
      const found = new Map<string, string[]>();
      for (const row of rows) {
        const subject = textOf(row, "subject");
        found.set(subject, [...(found.get(subject) ?? []), textOf(row, "label")]);
      }
      return found;
    },
  };
}
