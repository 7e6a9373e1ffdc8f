import type { CheckId, Finding } from "../../../app/index.ts";
import type { Format } from "../../terminal/format.ts";
import { database } from "./database.ts";
import { encoder } from "./encoder.ts";
import { resident } from "./resident.ts";
import { schedule } from "./schedule.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Words of `kralle doctor`. */
export const doctor = {
  names: {
    node: "Node",
    home: "Home folder",
    config: "Settings",
    lock: "Home lock",
    database: "Database",
    disk: "Disk",
    memory: "Memory",
    cpu: "Processor",
    gpu: "Graphics",
    pip: "pip",
    sandbox: "Sandbox",
    pack: "Engine",
    weights: "Weights",
    engine: "Engine start",
    schedules: "Schedules",
    encoder: encoder.name,
  } satisfies Record<CheckId, string>,
  states: { ok: "ok", warn: "warn", fail: "FAIL", skip: "–" },
  checking: (name: string) => `Checking: ${name}`,
  /** What was found; one line. */
  found: ({ id, state, values }: Finding, format: Format): string => {
    const size = (key: string) => format.size(Number(values[key]));
    const bad = state !== "ok";
    if (state === "skip")
      return values["unneeded"] ? "not needed for this model" : "cannot be looked at without the others";
    switch (id) {
      case "node":
        return `${values["version"]}${bad ? `, ${values["needed"]} or newer is needed` : ""}`;
      case "home":
        return bad ? `${values["folder"]} cannot be written (${values["code"]})` : `${values["folder"]} can be written`;
      case "config":
        return bad ? `unknown: ${values["unknown"]}` : "in order";
      case "lock":
        return bad
          ? `held by process ${values["pid"]} (${values["command"]}) since ${format.dateTime(Number(values["since"]))}`
          : "free";
      case "database":
        return database.found(values);
      case "disk":
        return bad ? `${size("free")} free, ${size("needed")} are needed` : `${size("free")} free`;
      case "memory":
        return `${size("free")} of ${size("total")} free${state === "fail" ? `, the smallest model needs ${size("least")}` : bad ? `, the best starter needs ${size("best")}` : ""}`;
      case "cpu":
        return `${values["model"]}, ${format.number(Number(values["cores"]), 1)} cores, ${bad ? "no vector units that the engine uses" : values["unit"]}`;
      case "gpu":
        return bad
          ? `the NVIDIA driver does not answer (${values["detail"]})`
          : String(values["en"]) || "none that helps a model";
      case "pip":
        return bad ? "not found: one of the sources of weights is missing" : `${values["command"]}`;
      case "sandbox":
        return bad ? "no bubblewrap: commands are refused, all else works" : "bubblewrap works";
      case "pack":
        if (values["passedOver"]) return resident.packInstead(values);
        return values["untried"]
          ? `${values["name"]} (never tried by us)`
          : bad
            ? "not installed yet"
            : `${values["name"]}`;
      case "weights":
        return bad
          ? `${values["name"]} is not here yet`
          : `${values["name"]}, SHA-256 is right (${String(values["sha256"]).slice(0, 12)}…)`;
      case "schedules":
        return schedule.found(values);
      case "encoder":
        return encoder.found(values, format);
      case "engine":
        return bad
          ? `${values["name"]} does not answer`
          : `${values["name"]} answers (${values["build"]}, loaded in ${format.duration(Number(values["loadMs"]))})`;
    }
  },
  /** What to do about a check that is not in order. */
  next: {
    node: "Install a newer Node, or start through `npm start`, which fetches one.",
    home: "Set KRALLE_HOME to a folder that you may write to.",
    config: "Correct or remove these settings in config.json.",
    lock: "Wait until it has finished, or end it.",
    database: database.next,
    disk: "Free some space, or set KRALLE_HOME to a folder on a larger disk.",
    memory: "Close other programs; a smaller model works too.",
    cpu: "It works, but slowly. In a virtual machine, pass the host's processor through.",
    gpu: "Install the driver again or restart the machine; until then the processor does the work.",
    pip: "Install it (Debian, Ubuntu: apt-get install python3-pip), or set KRALLE_MODEL_PATH to the weights.",
    sandbox: "Install it (Debian, Ubuntu: apt-get install bubblewrap).",
    pack: "`kralle setup` installs it.",
    weights: "`kralle setup` fetches them.",
    encoder: encoder.next,
    engine: "`kralle setup` installs what is missing.",
    schedules: "`kralle schedule ledger NAME` says when it ran and why not; they run while `kralle up` does.",
  } satisfies Record<CheckId, string>,
  allOk: "All that Kralle needs is here.",
  warnings: (count: number) => `It works, with ${plural(count, "remark", "remarks")}.`,
  failures: (count: number) => `${plural(count, "thing is", "things are")} missing or broken.`,
};
