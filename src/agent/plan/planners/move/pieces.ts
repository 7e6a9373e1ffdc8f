/** What a file's name is made of: constant text, and slots whose values stand in the document. */
export type Piece =
  | { type: "text"; text: string }
  /** The document's own number: literal `prefix` ("RE-"), then what `body` matches ("2026-107"). */
  | { type: "id"; prefix: string; body: RegExp }
  /** A month's name, written like `sample`. */
  | { type: "month"; sample: string }
  /** A date of the document; `label` says which, null: the document's own. */
  | { type: "date"; form: string; label: string | null }
  /** A word or words of a name in the document; `take` says which; "legal": with its legal form. */
  | { type: "name"; from: NameSource; take: Take; separator: string }
  /** What stands behind a word in the document: "Wohnung" gives "W02". */
  | { type: "behind"; word: string; body: RegExp }
  /** A value of a row whose other value the document holds: the code of a house by its address. */
  | { type: "linked"; table: string; give: number; by: number }
  /** A field that the request names. */
  | { type: "field"; label: string };

/** Letterhead, addressee, or the label that the name stands behind. */
export type NameSource = "sender" | "recipient" | { label: string };
export type Take = "whole" | "first" | "last" | "legal";
