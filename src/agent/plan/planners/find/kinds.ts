import { fold, type Doc } from "../../../../files/index.ts";

/** What sort of file a request speaks of. */
export interface WantedKind {
  /** Files of other sorts are out. */
  fits(doc: Doc): boolean;
  /** Words of the request that say it; they are no subject. */
  spans: { start: number; end: number }[];
}

const extension = (doc: Doc) => fold(doc.path.slice(doc.path.lastIndexOf(".") + 1));

const KINDS: readonly { pattern: RegExp; fits: (doc: Doc) => boolean }[] = [
  {
    pattern: /\b(?:per |in |by |via )?(?:e-?mails?|mails?|e-?mail-nachricht\w*|zuschrift\w*)\b/giu,
    fits: (doc) => doc.kind === "mail",
  },
  {
    pattern: /\b(?:photos?|pictures?|images?|fotos?|bild(?:er|es|ern)?|aufnahmen?|logos?|screenshots?)\b/giu,
    fits: (doc) => doc.kind === "image" || /^(?:png|jpe?g|gif|webp|ico|svg|tiff?|bmp|heic|dcm)$/u.test(extension(doc)),
  },
  { pattern: /\bpdfs?(?:-datei\w*)?\b/giu, fits: (doc) => doc.kind === "pdf" || extension(doc) === "pdf" },
  {
    pattern: /\b(?:spreadsheets?|excel(?:-?(?:datei|tabelle|liste|file|sheet)\w*)?|tabellen?|workbooks?|csv)\b/giu,
    fits: (doc) => doc.kind === "table",
  },
  { pattern: /\b(?:calendars?|kalender\w*|terminkalender)\b/giu, fits: (doc) => doc.kind === "calendar" },
  {
    pattern: /\b(?:notes?|notiz(?:en|zettel)?|protokolle?n?|minutes|memos?|meeting notes)\b/giu,
    fits: (doc) => doc.kind === "text",
  },
];

/** The sorts that the words name and the workspace has; null when they name none. */
export function wantedKind(text: string, docs: Doc[]): WantedKind | null {
  const named = KINDS.flatMap(({ pattern, fits }) => {
    const spans = [...text.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    }));
    return spans.length > 0 && docs.some(fits) ? [{ fits, spans }] : [];
  });
  if (named.length === 0) return null;
  return { fits: (doc) => named.some((kind) => kind.fits(doc)), spans: named.flatMap((kind) => kind.spans) };
}
