import { stem, words, type Cell } from "../../../../files/index.ts";
import type { WideColumn } from "../../gather/types.ts";
import { directConcepts } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { isPersonColumn } from "../text/rows.ts";
import type { Asked } from "./asked.ts";
import * as patterns from "./patterns.ts";

/** Where only whether a date stands there matters. */
const TODAY = "2000-01-01";

/** Types that show by their shape alone what they are. */
export function isIdentifyingType(asked: Asked): boolean {
  return ["phone", "email", "iban", "url"].includes(asked.type);
}

/** 0 = the cell cannot be the answer, 1 = it has exactly the asked form. */
export function typeFit(asked: Asked, column: WideColumn, cell: Cell, ctx: PlanContext): number {
  const raw = cell.raw.trim();
  switch (asked.type) {
    case "date":
      if (column.type === "date") return cell.value === null ? 0 : 1;
      return column.type === "text" && raw.length < 60 && patterns.dates(raw, TODAY).length === 1 ? 0.8 : 0;
    case "time":
      return patterns.times(raw).length > 0 && raw.length < 12 ? 1 : 0;
    case "amount":
      if (column.unit === "%" || /%|prozent|percent/iu.test(column.name)) return 0;
      if (column.type === "money") return 1;
      return column.type === "number" && cell.value !== null
        ? named(column, ["price", "amount", "rate", "total", "fee"])
          ? 0.95
          : 0.4
        : 0;
    case "number":
      return (column.type === "number" || (column.type === "money" && asked.unit === "%")) && cell.value !== null
        ? unitFits(column, asked)
          ? 1
          : 0.5
        : 0;
    case "duration":
      return column.type === "number" && unitFits(column, { ...asked, unit: "d" })
        ? 1
        : patterns.numbers(raw, null).some((number) => number.unit !== null)
          ? 0.8
          : 0;
    case "year":
      return /^(?:19|20)\d\d$/u.test(raw) ? 1 : column.type === "date" ? 0.4 : 0;
    case "person":
      return /\d/u.test(raw) || column.type !== "text"
        ? 0
        : isPersonColumn(column.name, column.from && ctx.catalogue.table(column.from.table))
          ? 1
          : 0.6;
    case "place":
      return named(column, ["place", "town", "city", "address", "street", "storage", "location", "room"]) ||
        /\b(?:ort|stadt|straße|strasse|adresse|anschrift|city|street|address|room|raum|lagerort|location|plz)\b/iu.test(
          column.name,
        )
        ? 1
        : 0;
    case "phone":
      return patterns.phones(raw).length > 0 ? (/fax/iu.test(column.name) ? 0.5 : 1) : 0;
    case "email":
      return patterns.emails(raw).length > 0 ? 1 : 0;
    case "iban":
      return patterns.ibans(raw).length > 0 ? 1 : 0;
    case "url":
      return patterns.urls(raw).length > 0 ? 1 : 0;
    case "id":
      if (column.type === "date" || column.type === "money" || column.unit !== null) return 0;
      return /\d/u.test(raw) && !/^-?\d+[.,]\d+$/u.test(raw) ? 0.6 : 0;
    case "boolean":
    case "phrase":
      return 0.5;
  }
}

function named(column: WideColumn, ids: string[]): boolean {
  return words(column.name).some(
    (word) => directConcepts(word.text).some((id) => ids.includes(id)) || ids.includes(stem(word.word)),
  );
}

export function unitFits(column: WideColumn, asked: Asked): boolean {
  if (asked.unit === null || column.unit === asked.unit) return true;
  const spelled: Record<string, RegExp> = {
    d: /days?|tage?/iu,
    h: /hours?|stunden|std/iu,
    "%": /%|prozent|percent/u,
    mo: /months?|monate/iu,
    m2: /m²|m2\b|qm\b|quadratmeter|sqm/iu,
    kg: /kg\b|kilo/iu,
    km: /km\b|kilomet/iu,
  };
  return spelled[asked.unit]?.test(column.name) ?? false;
}
