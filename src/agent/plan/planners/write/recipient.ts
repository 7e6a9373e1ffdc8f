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
  const named = isForEverybody(text) ? [] : namedPeople(text, ctx);
  const needs = mail && sender !== "" ? asNames(readNeeds(sender, source)) : named;
  const all = needs.length > 0 ? rowHits(needs, ctx.catalogue, matcher) : [];
  const rows = all.toSorted((a, b) => ownness(b, needs, address) - ownness(a, needs, address));
  const own = rows[0];
  const known = own ? nameIn(own, needs, ctx) || wholeName(own, needs) : "";
  const name =
    sender !== "" ? sender : known !== "" ? known : (needs[0]?.text ?? (isForEverybody(text) ? "" : freeName(text)));
  return { name, isFirm: FIRM.test(name), signature: mail ? signatureOf(mail) : "", rows, needs };
}

/** "Frau Köhnlein", "Mr Laird": who is called so is a person, whatever the tables call the column. */
const TITLED =
  /(?<!\p{L})(?:herrn?|frau|familie|fam|mr|mrs|ms|miss|dr|prof)\.?\s+(?:(?:dr|prof)\.?\s+)?((?:\p{Lu}[\p{L}’-]+\s+){0,2}\p{Lu}[\p{L}’-]+)/giu;
/** "in Moira's name", "im Namen von Jan": who writes, not who is written to. */
const SIGNER =
  /(?<!\p{L})(?:in\s+(\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?)['’]s?\s+name|(?:im namen|in the name|on behalf|signed)\s+(?:von|of|by)\s+(?:(?:frau|herrn?|mr|mrs|ms)\.?\s+)?(\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?))/iu;

/** Whom the order names, without who signs: those with a title first, else names in columns of people. */
function namedPeople(text: string, ctx: PlanContext): Need[] {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const signer = SIGNER.exec(text);
  const isSigner = (need: Need) =>
    signer !== null && need.start < signer.index + signer[0].length && need.end > signer.index;
  const needs = readNeeds(text, source, ctx.request.paths).filter((need) => !isSigner(need));
  const titled = [...text.matchAll(TITLED)].map((match) => ({
    start: match.index + match[0].length - (match[1] ?? "").length,
    end: match.index + match[0].length,
  }));
  const called = needs.filter(
    (need) => need.mentions.length > 0 && titled.some((span) => need.start < span.end && span.start < need.end),
  );
  const first = called[0];
  if (first) return asNames([first, ...called.slice(1).filter((need) => need.text === first.text)].slice(0, 1));
  return needs.filter((need) => need.required && need.mentions.some((mention) => isPerson(mention, ctx)));
}

/** A mail of somebody else cannot be what "his complaint" means. */
export function isFromAnother(mail: Doc, text: string, ctx: PlanContext): boolean {
  const matcher = createMatcher(ctx.request.today);
  const from = `${mail.meta["from"] ?? ""} ${signatureOf(mail)}`;
  const called = [...text.matchAll(TITLED)].length > 0 ? namedPeople(text, ctx) : [];
  return called.length > 0 && called.every((need) => (matcher.find(need, from)?.strength ?? 0) < 0.6);
}

function asNames(needs: Need[]): Need[] {
  const known = needs.filter((need) => need.required || need.mentions.length > 0);
  for (const need of known) Object.assign(need, { role: "name", required: true, weight: 2 });
  return known;
}

/** Who signs, with the family name where the files know one person by the given name; "" when nobody is named. */
export function signerOf(text: string, ctx: PlanContext): string {
  const match = SIGNER.exec(text);
  const name = (match?.[1] ?? match?.[2] ?? "").trim();
  if (name === "" || name.includes(" ")) return name;
  const full = new Set(
    ctx.catalogue
      .mentions(name)
      .map((mention) => mention.value.trim())
      .filter((value) => new RegExp(`^${name} \\p{Lu}[\\p{L}’-]+$`, "u").test(value)),
  );
  return full.size === 1 ? ([...full][0] ?? name) : name;
}

/** A mention in a column of people or firms; what else tables know (rooms, plans, goods) gets no letters. */
function isPerson(mention: Mention, ctx: PlanContext): boolean {
  const table = ctx.catalogue.table(mention.table);
  if (!table || !["table", "mails", "list"].includes(table.kind)) return false;
  return table.kind === "mails" || isPersonColumn(table.columns[mention.column]?.name ?? "", table);
}

/** The cell of the row that holds the name and nothing else. */
function wholeName(hit: RowHit, needs: Need[]): string {
  const own = needs.flatMap((need) => need.mentions.map((mention) => mention.value.toLowerCase().trim()));
  const cell = (hit.wide.rows[hit.row] ?? []).find(
    ({ raw }) =>
      /^\p{Lu}[\p{L}’.-]+(?: \p{Lu}[\p{L}’.-]+){1,2}$/u.test(raw.trim()) &&
      own.some((name) => raw.toLowerCase().split(" ").includes(name)),
  );
  return cell?.raw.trim() ?? "";
}

/** "Gregor Laird", "Albrecht, Jens": the cell is a name and nothing else. */
function isWholeName(mention: Mention): boolean {
  return /^\p{Lu}[\p{L}’.-]+,? (?:\p{Lu}[\p{L}’.-]+ ?){1,3}$/u.test(mention.value.trim());
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
    const people = need.mentions.filter((one) => isPerson(one, ctx) || isWholeName(one));
    for (const mention of people) {
      const at = hit.wide.columns.findIndex(
        ({ from }) => from?.table === mention.table && from.column === mention.column,
      );
      const raw = hit.wide.rows[hit.row]?.[at]?.raw.trim();
      if (at !== -1 && raw && raw.toLowerCase() === mention.value.toLowerCase().trim())
        parts.set(at, raw.replace(/^([^,]+), ([^,]+)$/u, "$2 $1"));
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
  return [...new Set(ordered.map((at) => parts.get(at) ?? ""))].join(" ");
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
