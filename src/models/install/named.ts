import { AppError } from "../../core/index.ts";
import { toNameKey } from "../catalogue/index.ts";
import type { FoundModel } from "./foreign/index.ts";
import type { Details } from "./record.ts";

/** What a name can be matched with. */
export interface Named {
  id: string;
  name: string;
  sha256: string;
  details: Pick<Details, "origin" | "reference"> | null;
}

const ORIGIN: Record<string, string> = { hf: "hub", huggingface: "hub" };
const DIGEST = /^(?:sha256[:-])?([0-9a-f]{8,64})$/;

/**
 * The installed model that a person means: its name, the whole name at its source, the beginning of its digest (8 digits or
 * more), or `source:name` where two sources have brought the same name. Null when there is none; E_MODEL_UNKNOWN, which
 * says what can be said instead, when there are several.
 */
export function findNamed<T extends Named>(models: readonly T[], name: string): T | null {
  const text = name.trim();
  const digest = DIGEST.exec(text.toLowerCase())?.[1];
  const [prefix = "", rest = ""] = splitOnce(text);
  const origin = ORIGIN[prefix] ?? prefix;
  const ways: ((model: T) => boolean)[] = [
    ({ details }) => details?.reference === text,
    (model) => rest !== "" && originOf(model) === origin && isCalled(model, rest),
    (model) => isCalled(model, text),
    ({ sha256 }) => digest !== undefined && sha256.startsWith(digest),
  ];
  for (const isMeant of ways) {
    const found = models.filter(isMeant);
    if (new Set(found.map(({ sha256 }) => sha256)).size > 1) throw ambiguous(text, found);
    if (found[0]) return found[0];
  }
  return null;
}

/** As `findNamed`, among what other programs keep on this machine. */
export function findFound(models: readonly FoundModel[], name: string): FoundModel | null {
  const named = models.map((model) => {
    const [first] = model.files;
    const origin = model.store === "huggingface" ? ("hub" as const) : model.store;
    const { id, name: called, reference } = model;
    return { id, name: called, sha256: first?.sha256 ?? first?.path ?? id, details: { origin, reference }, model };
  });
  return findNamed(named, name)?.model ?? null;
}

function ambiguous(name: string, found: readonly Named[]): AppError {
  const origins = new Set(found.map(originOf));
  const full = found.map((model) =>
    origins.size === found.length ? `${originOf(model)}:${model.id}` : `sha256:${model.sha256.slice(0, 12)}`,
  );
  full.sort();
  return new AppError(
    "E_MODEL_UNKNOWN",
    `${found.length} installed models with different content are called "${name.slice(0, 100)}".`,
    {
      hint: `Say which: ${full.join(", ")}.`,
    },
  );
}

const originOf = ({ details }: Named): string => details?.origin ?? "catalogue";

function isCalled({ id, name }: Named, wanted: string): boolean {
  const key = toNameKey(wanted);
  // A tag that is not said is the latest, as it is to Ollama.
  return key !== "" && [id, name].some((own) => [key, `${key}-latest`].includes(toNameKey(own)));
}

function splitOnce(text: string): string[] {
  const at = text.indexOf(":");
  return at < 0 ? [] : [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
}
