/** A list of terms of which each hit in a folded text counts. */
export interface Topic {
  name: string;
  pattern: RegExp;
}

/** Reads the form of `topics.ts`. */
export function toTopics(list: string): Topic[] {
  return list
    .trim()
    .split("\n")
    .map((line) => {
      const end = line.indexOf(":");
      const terms = line
        .slice(end + 1)
        .split(/[,|]/)
        .map((term) => term.trim())
        .filter(Boolean);
      return {
        name: line.slice(0, end),
        pattern: new RegExp(`(?<![a-z0-9])(?:${terms.map(toPattern).join("|")})(?![a-z0-9])`, "g"),
      };
    });
}

const toPattern = (term: string): string =>
  term
    .replaceAll(/[.+?^${}()[\]\\/]/g, String.raw`\$&`)
    .replaceAll("*", "[a-z]*")
    .replaceAll("#", String.raw`\d[\d.,]*`)
    .replaceAll(" ", String.raw`\s+`);
