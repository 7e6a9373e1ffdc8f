import { toSafeLine, toSafeText } from "../../guard/index.ts";
import { readFrontMatter, type Field } from "./frontMatter.ts";
import { SKILL_LIMITS, type SkillHead } from "./types.ts";
import { unusable } from "./unusable.ts";

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;

export const isSkillName = (name: string): boolean => name.length <= SKILL_LIMITS.nameChars && NAME.test(name);

/** A SKILL.md that lies in a folder called `folder`. Everything is cut, cleaned or refused: it may be anybody's. Throws E_INPUT. */
export function readSkillText(bytes: Uint8Array, folder: string): { head: SkillHead; text: string } {
  const { fields, body } = readFrontMatter(decode(bytes));
  const name = textOf(fields, "name");
  if (!isSkillName(name)) throw unusable("A skill's name is small letters, digits and single hyphens, at most 64.");
  if (name !== folder) throw unusable("The skill's name is not that of its folder.");
  const description = toSafeLine(textOf(fields, "description"));
  if (description === "" || description.length > SKILL_LIMITS.descriptionChars)
    throw unusable("A skill's description has 1 to 1024 characters.");
  const license = toSafeLine(textOf(fields, "license")).slice(0, 200);
  const text = toSafeText(body).trim();
  if (text === "") throw unusable("The skill has no instructions.");
  const head = {
    name,
    description,
    license: license === "" ? null : license,
    allowedTools: toolsOf(fields.get("allowed-tools")),
    metadata: metadataOf(fields.get("metadata")),
  };
  return { head, text };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unusable("SKILL.md is no UTF-8 text.", cause);
  }
}

function textOf(fields: ReadonlyMap<string, Field>, key: string): string {
  const value = fields.get(key) ?? "";
  if (typeof value === "string") return value;
  throw unusable(`The front matter's ${key} is no text.`);
}

/** A list, or words with spaces or commas between them: `Read, Bash(git add:*)`. */
function toolsOf(value: Field | undefined): string[] | null {
  if (value === undefined || value === "") return null;
  if (value instanceof Map) throw unusable("The front matter's allowed-tools is no list.");
  const found = typeof value === "string" ? (value.match(/[^\s,(]+(?:\([^)]*\))?/gu) ?? []) : value;
  const tools = found.map((tool) => toSafeLine(tool).slice(0, 100)).filter((tool) => tool !== "");
  if (tools.length > SKILL_LIMITS.tools) throw unusable("The front matter's allowed-tools is too long.");
  return tools;
}

function metadataOf(value: Field | undefined): Record<string, string> {
  if (value === undefined || value === "") return {};
  if (!(value instanceof Map)) throw unusable("The front matter's metadata is no list of keys with values.");
  return Object.fromEntries([...value].map(([key, told]) => [key, toSafeLine(told).slice(0, 200)]));
}
