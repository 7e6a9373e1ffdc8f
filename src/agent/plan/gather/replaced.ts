import { fold, type Doc } from "../../../files/index.ts";
import { baseName } from "./names.ts";

/** "Replaces our quotation TF-310 of 4 September", "Ersetzt unser Angebot A-417". */
const REPLACES =
  /(?<!\p{L})(?:replaces|supersedes|in (?:the )?place of|instead of|ersetzt|anstelle (?:von|des|der|unseres)|an die stelle (?:von|des|der|unseres)|statt unseres)\s+([^.\n;]{1,80})/giu;
const NUMBER = /(?<![\p{L}\d-])(?=[\p{L}-]*\d)[\p{L}\d]+(?:[-/][\p{L}\d]+)*(?![\p{L}\d])/gu;
const HEAD_LINES = 12;

/** Papers that a later one names by number and says it replaces: path of the old one, path of the new one. */
export function statedReplacements(docs: Doc[]): Map<string, string> {
  const papers = docs.filter(({ kind, text }) => (kind === "text" || kind === "pdf") && text.length < 40_000);
  const found = new Map<string, string>();
  for (const paper of papers) {
    for (const [, named = ""] of paper.text.matchAll(REPLACES)) {
      for (const number of numbersOf(named)) {
        const olds = papers.filter((other) => other !== paper && ownNumbers(other).has(number));
        // A number that several papers bear (a year, a house number) tells none of them.
        const [old] = olds;
        if (old && olds.length === 1) found.set(old.path, paper.path);
      }
    }
  }
  return found;
}

/** What a paper is called by: the numbers in its name and in its first lines. */
export function ownNumbers(doc: Doc): Set<string> {
  const head = doc.text.split("\n").slice(0, HEAD_LINES).join("\n");
  return new Set(numbersOf(`${baseName(doc.path)}\n${head.replaceAll(REPLACES, "")}`));
}

function numbersOf(text: string): string[] {
  return [...text.matchAll(NUMBER)].map(([number]) => fold(number)).filter((number) => number.length >= 3);
}
