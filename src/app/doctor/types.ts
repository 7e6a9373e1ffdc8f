import type { AppError, Context } from "../../core/index.ts";
import type { Services } from "../services.ts";

export type CheckId =
  | "node"
  | "home"
  | "config"
  | "lock"
  | "database"
  | "disk"
  | "memory"
  | "cpu"
  | "gpu"
  | "pip"
  | "sandbox"
  | "pack"
  | "weights"
  | "engine"
  | "encoder"
  | "schedules";

/** `skip`: it could not be looked at, because something before it is missing. */
export type CheckState = "ok" | "warn" | "fail" | "skip";

/** What a check found, as figures and names; the words for a person are made where the language is known. */
export interface Finding {
  id: CheckId;
  state: CheckState;
  values: Record<string, string | number | boolean>;
  /** What went wrong, where something did. */
  error: { code: AppError["code"]; message: string; hint: string } | null;
}

export interface Check {
  id: CheckId;
  run(
    services: Services,
    ctx: Context,
    onProgress: (done: number, total: number) => void,
  ): Promise<Omit<Finding, "id">>;
}

export const ok = (values: Finding["values"] = {}): Omit<Finding, "id"> => ({ state: "ok", values, error: null });
export const warn = (values: Finding["values"] = {}): Omit<Finding, "id"> => ({ state: "warn", values, error: null });
export const fail = (values: Finding["values"] = {}): Omit<Finding, "id"> => ({ state: "fail", values, error: null });
export const skip = (values: Finding["values"] = {}): Omit<Finding, "id"> => ({ state: "skip", values, error: null });
