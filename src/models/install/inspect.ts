import { AppError } from "../../core/index.ts";
import { readGgufHeader, type GgufHeader } from "../gguf/index.ts";
import { isOllamaForm } from "./ollamaForm.ts";
import type { Details } from "./record.ts";
import type { Inspect } from "./types.ts";

/** What is known of weights before their file is read; the file's own word then fills what is missing. */
export interface KnownDetails extends Omit<Details, "architecture"> {
  /** False where nobody but the file knows them. */
  knowsContext: boolean;
  knowsLicence: boolean;
}

/**
 * Reads the head of verified bytes: they must be a whole GGUF file, of a split model the part that its name says. Throws
 * E_MODEL_CORRUPT.
 */
export function createInspect(known: KnownDetails, part: { index: number; count: number } | null): Inspect {
  return async (path, model) => {
    // Of a split model the other parts may not be there yet; who has them all looks for that.
    const header = await readGgufHeader(path, true).catch((thrown: unknown) => {
      throw unusable(model.name, thrown);
    });
    checkPart(header, part, model.name);
    if (known.reference?.startsWith("ollama:") === true && isOllamaForm(header.architecture)) {
      throw new AppError(
        "E_MODEL_UNKNOWN",
        `${model.name} (${header.architecture}) is in a form that only Ollama can load.`,
        {
          hint: "Take another source of this model (`kralle models search`), or add Ollama as an engine (`kralle engine add`).",
        },
      );
    }
    const { knowsContext, knowsLicence, ...details } = known;
    return {
      model: {
        ...model,
        contextTokens: knowsContext ? model.contextTokens : (header.contextTokens ?? model.contextTokens),
        licence: knowsLicence ? model.licence : (header.licence ?? model.licence),
      },
      details: {
        ...details,
        quantisation: details.quantisation === "unknown" ? (header.quantisation ?? "unknown") : details.quantisation,
        architecture: header.architecture === "" ? null : header.architecture,
      },
    };
  };
}

function checkPart({ split }: GgufHeader, part: { index: number; count: number } | null, name: string): void {
  const [index, count] = [part?.index ?? 0, part?.count ?? 1];
  if ((split?.index ?? 0) === index && (split?.count ?? 1) === count) return;
  const says = split ? `part ${split.index + 1} of ${split.count}` : "a whole model";
  throw unusable(name, new Error(`one file says that it is ${says} where part ${index + 1} of ${count} belongs`));
}

const unusable = (name: string, cause: unknown): AppError =>
  new AppError("E_MODEL_CORRUPT", `What was delivered as ${name} is no GGUF file that can be used.`, {
    hint: "Nothing was kept. Choose another file or another source.",
    cause,
  });
