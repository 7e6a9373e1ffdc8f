import { AppError } from "../../core/index.ts";
import { findModel } from "./find.ts";
import { isQuantisation } from "./quantisation.ts";
import type { KnownModel } from "./types.ts";

/** What a person names to be fetched. */
export type Reference =
  | { kind: "catalogue"; model: KnownModel; quantisation: string | null }
  /** `pick` is a quantisation or a file; null leaves the choice. */
  | { kind: "hub"; repo: string; revision: string | null; pick: string | null }
  | { kind: "ollama"; host: string | null; namespace: string; model: string; tag: string };

const HUB_REPO = /^([A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95})(?:@([\w.-]{1,80}))?(?::(.{1,300}))?$/;
/** Folders and a file below a repository; no way up, nothing hidden. */
const HUB_FILE = /^(?:[A-Za-z0-9][\w.+ -]*\/){0,4}[A-Za-z0-9][\w.+ -]*\.gguf$/i;
const OLLAMA_NAME =
  /^(?:([a-z0-9.-]+\.[a-z0-9.-]+(?::\d{1,5})?|localhost(?::\d{1,5})?)\/)?(?:([\w-]{1,80})\/)?([A-Za-z0-9][\w.-]{0,79})(?::([A-Za-z0-9][\w.-]{0,79}))?$/;

/**
 * Reads `hf:owner/repo[@revision][:quantisation or file]`, `ollama:[host/][namespace/]name[:tag]`, or a name of the
 * catalogue, perhaps with a quantisation behind a colon. Throws E_INPUT for what is none, E_MODEL_UNKNOWN with the nearest
 * names.
 */
export function parseReference(name: string): Reference {
  const text = name.trim();
  const hub = /^(?:hf|hub|huggingface)(?::|\.co\/)(.*)$/i.exec(text)?.[1];
  if (hub !== undefined && hub.includes("/")) return parseHub(hub, text);
  const ollama = /^ollama:(.*)$/i.exec(text)?.[1];
  if (ollama !== undefined) return parseOllama(ollama, text);
  const at = text.lastIndexOf(":");
  const label = at > 0 ? text.slice(at + 1) : "";
  if (label !== "" && isQuantisation(label)) {
    return { kind: "catalogue", model: findModel(text.slice(0, at)), quantisation: label.toUpperCase() };
  }
  return { kind: "catalogue", model: findModel(hub ?? text), quantisation: null };
}

function parseHub(rest: string, text: string): Reference {
  const match = HUB_REPO.exec(rest);
  const [, repo = "", revision, pick] = match ?? [];
  if (!match || repo.includes("..")) throw unreadable(text);
  if (pick === undefined) return { kind: "hub", repo, revision: revision ?? null, pick: null };
  if (isQuantisation(pick)) return { kind: "hub", repo, revision: revision ?? null, pick: pick.toUpperCase() };
  if (!HUB_FILE.test(pick)) throw unreadable(text);
  return { kind: "hub", repo, revision: revision ?? null, pick };
}

function parseOllama(rest: string, text: string): Reference {
  const match = OLLAMA_NAME.exec(rest);
  if (!match) throw unreadable(text);
  const [, host, namespace = "library", model = "", tag = "latest"] = match;
  return { kind: "ollama", host: host ?? null, namespace, model, tag };
}

function unreadable(text: string): AppError {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
  return new AppError("E_INPUT", `"${shown}" names no model of a hub or a registry.`, {
    hint: "Write hf:OWNER/REPO, hf:OWNER/REPO:Q4_K_M, hf:OWNER/REPO:FILE.gguf, or ollama:NAME:TAG.",
  });
}
