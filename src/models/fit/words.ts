import { AppError } from "../../core/index.ts";
import { editDistance } from "../catalogue/distance.ts";
import { toCardKey } from "./accelerators.ts";
import { hardwareFacts } from "./data.ts";

export const LONGEST = 200;
const MOST_GIB = 64 * 1024;
/** A number alone that is a usual size of memory: "M4 Max 64". */
const BARE_SIZES = [4, 6, 8, 12, 16, 18, 24, 32, 36, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];

/** Words that a description may hold and that change nothing. */
const FILLER =
  /\b(?:a|an|the|my|with|and|of|in|gpus?|cards?|pc|desktop|computer|workstation|machine|ram|memory|vram|unified|dual|channel|mit|und|ein|eine|einem|mein|meine|rechner|speicher|grafikkarten?|hauptspeicher|arbeitsspeicher|gaming|box|cpu|only|nur)(?![\p{L}\p{N}])/gu;

/** The words of a description that are not understood yet: each reader takes what it knows. */
export class Words {
  #left: string;
  readonly #described: string;

  constructor(described: string) {
    this.#described = described.trim();
    const text = described
      .slice(0, LONGEST)
      .toLowerCase()
      .replaceAll("×", "x")
      .replaceAll(/(\d)\s*(?:gib|gb|g)\b/g, "$1gb")
      .replaceAll(/(\d)\s*(?:tib|tb|t)\b/g, "$1tb")
      .replaceAll(/[®™()+;&/_"']+|,(?!\d)/g, " ")
      .replaceAll(/\b(rtx|rx|gtx|arc|m)-?(?=\d)/g, (_, name: string) => (name === "m" ? "m" : `${name} `))
      .replaceAll(/\b(\d{4})(?=(?:ti|super|xtx?|gre)\b)/g, "$1 ")
      .replaceAll(/\b(?:nvidia|geforce|amd|radeon|intel|apple)\b/g, " ")
      .replaceAll(/\s+/g, " ");
    this.#left = ` ${text.trim()} `;
  }

  has(text: string): boolean {
    return this.#left.includes(text);
  }

  /** The first match, which is taken out; null when there is none. */
  take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.#left);
    if (!match) return null;
    const end = match.index + match[0].length;
    this.#left = `${this.#left.slice(0, match.index)} ; ${this.#left.slice(end)}`;
    return match;
  }

  putBack(words: string): void {
    this.#left += ` ${words} `;
  }

  takeNumber(pattern: RegExp): number | null {
    const text = this.take(pattern)?.[1];
    return text === undefined ? null : Math.max(1, Number(text));
  }

  /** An amount of memory in GiB, or null. Throws E_INPUT for an impossible one. */
  takeMemory(): number | null {
    const match = this.take(/\b(\d+(?:[.,]\d+)?)(gb|tb)\b/);
    if (!match) return this.takeNumber(new RegExp(`(?<= )(${BARE_SIZES.join("|")})(?= )`));
    const gib = Number(match[1]?.replace(",", ".")) * (match[2] === "tb" ? 1024 : 1);
    if (gib > 0 && gib <= MOST_GIB) return gib;
    throw new AppError("E_INPUT", `No machine has ${match[1]} ${match[2]?.toUpperCase()} of memory.`, {
      hint: 'Say it like "RTX 4090 24GB", "Mac mini M4 Pro 64GB" or "laptop 16GB".',
    });
  }

  /** What nobody took, without words that change nothing. */
  left(): string[] {
    const words = this.#left.replaceAll(FILLER, " ").split(/[\s;]+/);
    return words.filter((word) => word !== "x" && /[\p{L}\d]/u.test(word));
  }

  /** Throws E_INPUT when nothing was understood, or when a word with a number is left: it names what nobody knows. */
  refuseUnknown(isUnderstood: boolean): void {
    const left = this.left();
    if (isUnderstood && !left.some((word) => /\d/.test(word))) return;
    const shown = this.#described.slice(0, 60);
    if (shown === "")
      throw new AppError("E_INPUT", "The machine is not described.", {
        hint: 'Say it like "RTX 4090 24GB", "Mac mini M4 Pro 64GB" or "laptop 16GB".',
      });
    const wanted = left.join(" ").slice(0, 60) || shown;
    throw new AppError("E_INPUT", `The machine "${shown}" is not known: what is "${wanted}"?`, {
      hint: `Nearest: ${nearestCards(wanted).join(", ")}. Say it like "RTX 4090 24GB", "Mac mini M4 Pro 64GB" or "laptop 16GB".`,
    });
  }
}

function nearestCards(wanted: string): string[] {
  const key = toCardKey(wanted.slice(0, 40));
  const ranked = hardwareFacts().accelerators.map(({ name }) => {
    const card = toCardKey(name);
    return { name, distance: editDistance(key, card) / Math.max(key.length, card.length, 1) };
  });
  return ranked
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}
