import { toUnit } from "../values/units.ts";
import { attribute, scanXml } from "./xml.ts";

/** What a cell style says about a number. Source of the built-in ids: ECMA-376 part 1, 18.8.30. */
export interface CellStyle {
  kind: "general" | "number" | "date" | "text";
  places: number;
  percent: boolean;
  /** "EUR" … or null. */
  unit: string | null;
}

const GENERAL: CellStyle = { kind: "general", places: 0, percent: false, unit: null };
const BUILT_IN: Record<number, string> = {
  1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
  40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 49: "@",
}; // prettier-ignore
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** The style of each index of `cellXfs`. */
export function readStyles(xml: string): CellStyle[] {
  const codes = new Map<number, string>();
  const styles: CellStyle[] = [];
  let inside = "";
  for (const token of scanXml(xml)) {
    if (token.type === "close" && token.name === inside) inside = "";
    if (token.type !== "open") continue;
    if (token.name === "cellXfs" || token.name === "cellStyleXfs") inside = token.empty ? "" : token.name;
    if (token.name === "numFmt") {
      codes.set(Number(attribute(token.attributes, "numFmtId")), attribute(token.attributes, "formatCode") ?? "");
    }
    if (token.name === "xf" && inside === "cellXfs") {
      const id = Number(attribute(token.attributes, "numFmtId") ?? 0);
      styles.push(
        isBuiltInDate(id) ? { ...GENERAL, kind: "date" } : fromCode(codes.get(id) ?? BUILT_IN[id] ?? "General"),
      );
    }
  }
  return styles;
}

/** Reads a number format code such as `#,##0.00 [$€-407]` or `dd/mm/yyyy`. */
function fromCode(code: string): CellStyle {
  if (/^general$/i.test(code.trim()) || code === "") return GENERAL;
  if (code.trim() === "@") return { ...GENERAL, kind: "text" };
  const section = code.split(";")[0] ?? "";
  const currency = /\[\$([^\]-]*)/.exec(section)?.[1] ?? /[€$£]|EUR|USD|CHF|GBP/.exec(section)?.[0] ?? "";
  const bare = section.replace(/"[^"]*"|\\.|_.|\*./g, "").replace(/\[(?!h|m|s)[^\]]*\]/gi, "");
  if (/[dmyhs]/i.test(bare) && !/[0#]/.test(bare.replace(/s\.0+/gi, ""))) return { ...GENERAL, kind: "date" };
  const places = /\.([0#?]+)/.exec(bare)?.[1]?.replace(/[#?]/g, "").length ?? 0;
  const quoted = [...section.matchAll(/"([^"]*)"/g)]
    .map((match) => toUnit((match[1] ?? "").trim()))
    .find((unit) => unit !== null);
  return {
    kind: "number",
    places,
    percent: bare.includes("%"),
    unit: (currency ? toUnit(currency) : null) ?? quoted ?? null,
  };
}
