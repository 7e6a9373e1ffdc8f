import type { Doc, Lang } from "../../../../files/index.ts";
import type { Mention } from "../../gather/types.ts";
import type { PlanContext } from "../../types.ts";
import { createMatcher } from "../text/matcher.ts";
import { readNeeds, type Need } from "../text/needs.ts";
import { isPersonColumn, rowHits, type RowHit } from "../text/rows.ts";
import { senderOf, signatureOf } from "./mail.ts";

export interface Recipient {
  /** Firm or person as the files write it; "" when nobody is known. */
  name: string;
  isFirm: boolean;
  /** How the person signs, when a mail tells. */
  signature: string;
  /** Rows of tables that are about the recipient, the own one first. */
  rows: RowHit[];
  needs: Need[];
}

const FIRM =
  /(?<!\p{L})(?:gmbh|ag|kg|ohg|ug|e\.? ?v\.?|ltd|llc|inc|plc|co\.?|&|gbr|verein\p{L}*|hotel|restaurant|café|cafe|praxis|bäckerei|schule|grundschule|kita|weingut|weinkontor|bakery|dental|clinic|museum|cycles|farm|box|sons?|partner|rechtsanwälte|studio|agentur|kanzlei|apotheke|holzhandel|handel|shop|club|bank|stadt|amt|familie|family|hof)(?!\p{L})/iu;

/** Who the letter goes to: the sender of the mail that is answered, else whom the request names. */
export function recipientOf(text: string, mail: Doc | null, ctx: PlanContext): Recipient {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const matcher = createMatcher(ctx.request.today);
  const sender = mail ? senderOf(mail) : "";
  const address = mail ? (/[\w.+-]+@[\w.-]+/u.exec(mail.meta["from"] ?? "")?.[0] ?? "") : "";
  const named = isForEverybody(text)
    ? []
    : readNeeds(text, source, ctx.request.paths).filter(
        (need) => need.required && need.mentions.some((mention) => isPerson(mention, ctx)),
      );
  const needs = mail && sender !== "" ? readNeeds(sender, source).filter((need) => need.required) : named;
  const all = needs.length > 0 ? rowHits(needs, ctx.catalogue, matcher) : [];
  const rows = all.toSorted((a, b) => ownness(b, needs, address) - ownness(a, needs, address));
  const own = rows[0];
  const known = own ? nameIn(own, needs, ctx) : "";
  const name =
    sender !== "" ? sender : known !== "" ? known : (needs[0]?.text ?? (isForEverybody(text) ? "" : freeName(text)));
  return { name, isFirm: FIRM.test(name), signature: mail ? signatureOf(mail) : "", rows, needs };
}

/** A mention in a column of people or firms; what else tables know (rooms, plans, goods) gets no letters. */
function isPerson(mention: Mention, ctx: PlanContext): boolean {
  const table = ctx.catalogue.table(mention.table);
  if (!table || !["table", "mails", "list"].includes(table.kind)) return false;
  return table.kind === "mails" || isPersonColumn(table.columns[mention.column]?.name ?? "", table);
}

const EVERYBODY =
  /(?<!\p{L})(?:to|for|an|für) (?:all|alle|everyone|everybody|our|unsere|the|die) (?:\p{L}+ )?(?:members|customers|clients|tenants|residents|parents|staff|guests|students|neighbou?rs|mitglieder\p{L}*|kunden|kundinnen|mieter\p{L}*|bewohner\p{L}*|eltern|mitarbeiter\p{L}*|gäste\p{L}*|nachbarn|patienten|besucher)(?!\p{L})|(?<!\p{L})(?:aushang|notice|circular|rundschreiben|rundmail|newsletter)(?!\p{L})/iu;

function isForEverybody(text: string): boolean {
  return EVERYBODY.test(text);
}

/** A row that is the recipient's own entry: the name in the table itself, an address beside it. */
function ownness(hit: RowHit, needs: Need[], address: string): number {
  const cells = hit.table.rows[hit.wide.origins[hit.row]?.row ?? hit.row] ?? [];
  const own = needs.every((need) => (hit.wide.columns[hit.cells.get(need) ?? -1]?.via.length ?? 9) === 1);
  const contact = cells.some((cell) => cell.raw.includes("@"));
  const same = address !== "" && cells.some((cell) => cell.raw.trim().toLowerCase() === address.toLowerCase());
  return (
    (own ? 2 : 0) +
    (hit.table.kind === "table" ? 1 : 0) +
    (contact ? 0.5 : 0) +
    (same ? 3 : 0) +
    (hit.table.keys.length > 0 ? 0.2 : 0)
  );
}

/** The name as the row has it, first and last name together. */
function nameIn(hit: RowHit, needs: Need[], ctx: PlanContext): string {
  const parts = new Map<number, string>();
  for (const need of needs) {
    for (const mention of need.mentions.filter((one) => isPerson(one, ctx))) {
      const at = hit.wide.columns.findIndex(
        ({ from }) => from?.table === mention.table && from.column === mention.column,
      );
      const raw = hit.wide.rows[hit.row]?.[at]?.raw.trim();
      if (at !== -1 && raw && raw.toLowerCase() === mention.value.toLowerCase().trim()) parts.set(at, raw);
    }
  }
  const columns = [...parts.keys()];
  const isFirst = (at: number) => /(?:vorname|first|given|forename)/iu.test(hit.wide.columns[at]?.name ?? "");
  const ordered = columns.toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  if (
    ordered.length === 1 &&
    ordered[0] !== undefined &&
    /(?:nachname|last ?name|surname)/iu.test(hit.wide.columns[ordered[0]]?.name ?? "")
  ) {
    const first = hit.wide.columns.findIndex(
      (column, at) => isFirst(at) && column.from?.table === hit.wide.columns[ordered[0] ?? -1]?.from?.table,
    );
    const raw = hit.wide.rows[hit.row]?.[first]?.raw.trim() ?? "";
    return [raw, parts.get(ordered[0])].filter(Boolean).join(" ");
  }
  return ordered.map((at) => parts.get(at) ?? "").join(" ");
}

/** "an Frau Schulze", "to Mr Parker": a name that no table knows. */
function freeName(text: string): string {
  return (
    /(?<!\p{L})(?:an|to|for|für)\s+((?:(?:herrn|frau|familie|mr|mrs|ms|dr)\.?\s+)?\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+){0,3})/u.exec(
      text,
    )?.[1] ?? ""
  );
}

export function greetingFor(recipient: Recipient, text: string, lang: Lang): string {
  const { name } = recipient;
  const everyone =
    isForEverybody(text) ||
    /(?<!\p{L})(?:all|alle[nr]?|every\p{L}*|team|staff|mitarbeiter\p{L}*|kunden|customers|parents|eltern|members|mitglieder\p{L}*|residents|tenants|mieter)(?!\p{L})/iu.test(
      text,
    );
  if (name === "")
    return lang === "de"
      ? everyone
        ? "Guten Tag zusammen,"
        : "Sehr geehrte Damen und Herren,"
      : everyone
        ? "Dear all,"
        : "Dear Sir or Madam,";
  if (recipient.isFirm) return lang === "de" ? `Guten Tag, liebes Team von ${name},` : `Dear ${name} team,`;
  const signed = recipient.signature !== "" && !recipient.signature.includes(" ") ? recipient.signature : "";
  // Who signs with the first name alone wants to be called by it; German letters stay formal.
  if (lang === "en" && signed !== "") return `Dear ${signed},`;
  const title = titleFor(name, text);
  const last = name.split(/\s+/u).at(-1) ?? name;
  const doctor = /(?<!\p{L})(?:prof\.? )?dr\.?(?!\p{L})/iu.exec(name)?.[0] ?? "";
  const polite = doctor === "" ? last : `${doctor} ${last}`;
  if (lang === "de") {
    if (title === "Frau") return `Sehr geehrte Frau ${polite},`;
    if (title === "Herr") return `Sehr geehrter Herr ${polite},`;
    return `Guten Tag ${name},`;
  }
  if (title !== "") return `Dear ${title === "Frau" ? "Ms" : "Mr"} ${last},`;
  return `Dear ${name},`;
}

/** What the request itself says: "Frau Köhler", "ihr", "he asks". */
function titleFor(name: string, text: string): "Frau" | "Herr" | "" {
  const last = name.split(/\s+/u).at(-1) ?? name;
  const near = new RegExp(
    `(frau|herrn?|mrs?|ms|miss)\\.?\\s+(?:dr\\.?\\s+)?(?:\\p{L}+\\s+)?${last.replaceAll(/[^\p{L}]/gu, ".")}`,
    "iu",
  )
    .exec(text)?.[1]
    ?.toLowerCase();
  if (near) return /^(?:frau|mrs|ms|miss)$/u.test(near) ? "Frau" : "Herr";
  if (/(?<!\p{L})(?:ihm|ihn|seine[nrms]?|his|him|he)(?!\p{L})/iu.test(text)) return "Herr";
  return "";
}

const NAMES_OF_US = ["to"];

/** How the firm calls itself: whom most mails are to. */
export function ownName(ctx: PlanContext): string {
  const counts = new Map<string, number>();
  for (const doc of ctx.catalogue.docs) {
    for (const key of NAMES_OF_US) {
      const name =
        (doc.meta[key] ?? "")
          .split(",")[0]
          ?.replace(/\s*<.*$/u, "")
          .replaceAll('"', "")
          .trim() ?? "";
      if (doc.kind === "mail" && name !== "" && !name.includes("@")) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

export function closingFor(own: string, lang: Lang): string {
  return `${lang === "de" ? "Mit freundlichen Grüßen" : "Kind regards"}${own === "" ? "" : `\n${own}`}`;
}
