/** What a style says about whether its text can be seen. `null`: says nothing, so that what is around it counts. */
export interface Look {
  hides: boolean;
  color: Rgb | "transparent" | null;
  /** "unknown": a picture or a gradient. */
  background: Rgb | "unknown" | null;
  /** Undoes what hides around it. */
  shows: boolean;
}

export type Rgb = readonly [number, number, number];

const NAMED: Readonly<Record<string, Rgb>> = {
  white: [255, 255, 255], snow: [255, 250, 250], ivory: [255, 255, 240], black: [0, 0, 0], red: [255, 0, 0], blue: [0, 0, 255],
  green: [0, 128, 0], gray: [128, 128, 128], grey: [128, 128, 128], silver: [192, 192, 192], yellow: [255, 255, 0],
  navy: [0, 0, 128], whitesmoke: [245, 245, 245], ghostwhite: [248, 248, 255], floralwhite: [255, 250, 240],
}; // prettier-ignore

/** Colours nearer to each other than this, in each channel, cannot be told apart by a reader. */
const NEAR = 24;

export const isSameColor = (a: Rgb, b: Rgb): boolean => a.every((value, at) => Math.abs(value - (b[at] ?? 0)) < NEAR);

export function toColor(text: string): Rgb | "transparent" | null {
  const color = text.trim().toLowerCase();
  if (color === "transparent") return "transparent";
  if (NAMED[color]) return NAMED[color];
  const hex = /^#?([0-9a-f]{3,8})$/.exec(color)?.[1];
  if (hex !== undefined) return fromHex(hex);
  const parts = /^rgba?\(([^)]{1,60})\)/
    .exec(color)?.[1]
    ?.split(/[\s,/]+/)
    .filter((part) => part !== "");
  if (!parts || parts.length < 3) return null;
  if (parts[3] !== undefined && Number.parseFloat(parts[3]) < 0.1) return "transparent";
  const [r = 0, g = 0, b = 0] = parts.map((part) => Number.parseFloat(part) * (part.endsWith("%") ? 2.55 : 1));
  return [r, g, b].every(Number.isFinite) ? [r, g, b] : null;
}

function fromHex(hex: string): Rgb | "transparent" | null {
  const full = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join("") : hex;
  if (full.length !== 6 && full.length !== 8) return null;
  const value = (at: number): number => Number.parseInt(full.slice(at, at + 2), 16);
  if (full.length === 8 && value(6) < 24) return "transparent";
  return [value(0), value(2), value(4)];
}

/** Reads declarations, as of a `style` attribute. */
export function toLook(css: string): Look {
  const said = toDeclarations(css);
  const background = said.get("background-color") ?? said.get("background");
  const picture = /url\(|gradient\(/.test(`${said.get("background") ?? ""}${said.get("background-image") ?? ""}`);
  const color = said.get("color");
  return {
    hides: hides(said),
    shows: said.get("visibility") === "visible",
    color: color === undefined ? null : toColor(color),
    background: picture ? "unknown" : background === undefined ? null : toBackground(background),
  };
}

function toBackground(value: string): Rgb | "unknown" | null {
  for (const word of value.match(/rgba?\([^)]*\)|#?[\w-]+/g) ?? []) {
    const color = toColor(word);
    if (color !== null && color !== "transparent") return color;
  }
  return null;
}

function toDeclarations(css: string): Map<string, string> {
  const said = new Map<string, string>();
  for (const declaration of css.slice(0, 4_000).split(";")) {
    const colon = declaration.indexOf(":");
    if (colon < 0) continue;
    const value = declaration.slice(colon + 1).replace(/!\s*important/i, "");
    said.set(declaration.slice(0, colon).trim().toLowerCase(), value.trim().toLowerCase());
  }
  return said;
}

/** Smaller than this nobody reads, in px. */
const READABLE_PX = 3;
const FAR = /-\s*\d{3,}(?:\.\d+)?(?:px|em|rem|pt|vw|vh|%)?/;

function hides(said: ReadonlyMap<string, string>): boolean {
  const value = (name: string): string => said.get(name) ?? "";
  if (value("display") === "none" || /^(?:hidden|collapse)$/.test(value("visibility"))) return true;
  if (value("mso-hide") === "all" || isUnder(value("opacity"), 0.06)) return true;
  if (isTiny(value("font-size")) || /^0(?:px|pt|em|%)?(?:\s|\/)/.test(value("font"))) return true;
  const clipped = /hidden|clip/.test(value("overflow")) || /absolute|fixed/.test(value("position"));
  if (clipped && ["height", "max-height", "width", "max-width"].some((name) => isTiny(value(name)))) return true;
  if (/^rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)/.test(value("clip"))) return true;
  if (FAR.test(value("text-indent"))) return true;
  if (/scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]/.test(value("transform"))) return true;
  const moved = ["left", "top", "right", "bottom", "margin-left", "margin-top"].some((name) => FAR.test(value(name)));
  return (
    moved &&
    (/absolute|fixed|relative/.test(value("position")) || value("margin-left") !== "" || value("margin-top") !== "")
  );
}

function isUnder(value: string, limit: number): boolean {
  const number = Number.parseFloat(value);
  return Number.isFinite(number) && (value.endsWith("%") ? number / 100 : number) < limit;
}

function isTiny(value: string): boolean {
  const [, digits = "", unit = ""] = /^(\d*\.?\d+)\s*(px|pt|em|rem|%|)$/.exec(value) ?? [];
  if (digits === "") return false;
  const scale: Readonly<Record<string, number>> = { "": 1, px: 1, pt: 1.33, em: 16, rem: 16, "%": 0.16 };
  return Number(digits) * (scale[unit] ?? 1) < READABLE_PX;
}

/** Rules of style sheets for a class, an id or a kind of element alone; those for other media and all that is more intricate is left out. */
export type Sheet = ReadonlyMap<string, Look>;

const RULES = 2_000;

export function toSheet(css: string): Sheet {
  const sheet = new Map<string, Look>();
  const plain = withoutNested(css.slice(0, 200_000).replaceAll(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, " "));
  for (const rule of plain.split("}").slice(0, RULES)) {
    const open = rule.indexOf("{");
    if (open < 0) continue;
    for (const selector of rule.slice(0, open).split(",").slice(0, 50)) {
      const name = /^\s*(?:[a-z][a-z0-9]*)?([.#][\w-]+)\s*$/i.exec(selector)?.[1];
      if (name) sheet.set(name.toLowerCase(), merge(sheet.get(name.toLowerCase()), toLook(rule.slice(open + 1))));
    }
  }
  return sheet;
}

/** Without the blocks of "@media" and its like. */
function withoutNested(css: string): string {
  const kept: string[] = [];
  let [depth, from, skipping] = [0, 0, false];
  for (const { 0: brace, index } of css.matchAll(/[{}]/g)) {
    if (brace === "{") {
      if (depth === 0) skipping = css.slice(from, index).trimStart().startsWith("@");
      depth += 1;
      continue;
    }
    depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    if (!skipping) kept.push(css.slice(from, index + 1));
    from = index + 1;
  }
  return kept.join("");
}

/** The later one counts where it says something. */
export function merge(first: Look | undefined, then: Look): Look {
  if (!first) return then;
  return {
    hides: (first.hides && !then.shows) || then.hides,
    shows: then.shows,
    color: then.color ?? first.color,
    background: then.background ?? first.background,
  };
}
