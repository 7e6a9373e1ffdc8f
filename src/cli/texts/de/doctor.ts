import type { doctor as english } from "../en/doctor.ts";
import { database } from "./database.ts";
import { encoder } from "./encoder.ts";
import { resident } from "./resident.ts";
import { schedule } from "./schedule.ts";

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Wörter von `kralle doctor`. */
export const doctor: typeof english = {
  names: {
    node: "Node",
    home: "Heimordner",
    config: "Einstellungen",
    lock: "Sperre",
    database: "Datenbank",
    disk: "Platte",
    memory: "Speicher",
    cpu: "Prozessor",
    gpu: "Grafik",
    pip: "pip",
    sandbox: "Sandbox",
    pack: "Engine",
    weights: "Gewichte",
    engine: "Engine-Start",
    schedules: "Pläne",
    encoder: encoder.name,
  },
  states: { ok: "ok", warn: "Hinweis", fail: "FEHLER", skip: "–" },
  checking: (name) => `Geprüft wird: ${name}`,
  found: ({ id, state, values }, format) => {
    const size = (key: string) => format.size(Number(values[key]));
    const bad = state !== "ok";
    if (state === "skip")
      return values["unneeded"] ? "für dieses Modell nicht nötig" : "lässt sich ohne die anderen nicht prüfen";
    switch (id) {
      case "node":
        return `${values["version"]}${bad ? `, gebraucht wird ${values["needed"]} oder neuer` : ""}`;
      case "home":
        return bad
          ? `${values["folder"]} ist nicht beschreibbar (${values["code"]})`
          : `${values["folder"]} ist beschreibbar`;
      case "config":
        return bad ? `unbekannt: ${values["unknown"]}` : "in Ordnung";
      case "lock":
        return bad
          ? `hält Prozess ${values["pid"]} (${values["command"]}) seit ${format.dateTime(Number(values["since"]))}`
          : "frei";
      case "database":
        return database.found(values);
      case "disk":
        return bad ? `${size("free")} frei, gebraucht werden ${size("needed")}` : `${size("free")} frei`;
      case "memory":
        return `${size("free")} von ${size("total")} frei${state === "fail" ? `, das kleinste Modell braucht ${size("least")}` : bad ? `, das beste Startmodell braucht ${size("best")}` : ""}`;
      case "cpu":
        return `${values["model"]}, ${format.number(Number(values["cores"]), 1)} Kerne, ${bad ? "keine Vektoreinheiten, die die Engine nutzt" : values["unit"]}`;
      case "gpu":
        return bad
          ? `der NVIDIA-Treiber antwortet nicht (${values["detail"]})`
          : String(values["de"]) || "keine, die einem Modell hilft";
      case "pip":
        return bad ? "nicht gefunden: eine der Quellen für Gewichte fehlt" : `${values["command"]}`;
      case "sandbox":
        return bad ? "kein bubblewrap: Befehle werden abgelehnt, alles andere geht" : "bubblewrap geht";
      case "pack":
        if (values["passedOver"]) return resident.packInstead(values);
        return values["untried"]
          ? `${values["name"]} (von uns nie ausprobiert)`
          : bad
            ? "noch nicht installiert"
            : `${values["name"]}`;
      case "weights":
        return bad
          ? `${values["name"]} ist noch nicht hier`
          : `${values["name"]}, SHA-256 stimmt (${String(values["sha256"]).slice(0, 12)}…)`;
      case "schedules":
        return schedule.found(values);
      case "encoder":
        return encoder.found(values, format);
      case "engine":
        return bad
          ? `${values["name"]} antwortet nicht`
          : `${values["name"]} antwortet (${values["build"]}, geladen in ${format.duration(Number(values["loadMs"]))})`;
    }
  },
  next: {
    node: "Ein neueres Node installieren, oder mit `npm start` starten: Das holt eines.",
    home: "KRALLE_HOME auf einen Ordner setzen, der Ihnen gehört.",
    config: "Diese Einstellungen in config.json berichtigen oder entfernen.",
    lock: "Warten, bis er fertig ist, oder ihn beenden.",
    database: database.next,
    disk: "Platz schaffen, oder KRALLE_HOME auf eine größere Platte legen.",
    memory: "Andere Programme schließen; ein kleineres Modell geht auch.",
    cpu: "Es geht, aber langsam. In einer virtuellen Maschine den Prozessor des Wirts durchreichen.",
    gpu: "Den Treiber neu installieren oder den Rechner neu starten; bis dahin arbeitet der Prozessor.",
    pip: "Installieren (Debian, Ubuntu: apt-get install python3-pip), oder KRALLE_MODEL_PATH auf die Gewichte setzen.",
    sandbox: "Installieren (Debian, Ubuntu: apt-get install bubblewrap).",
    pack: "`kralle setup` installiert sie.",
    weights: "`kralle setup` holt sie.",
    encoder: encoder.next,
    engine: "`kralle setup` installiert, was fehlt.",
    schedules:
      "`kralle schedule ledger NAME` sagt, wann etwas lief und warum nicht; Pläne laufen, solange `kralle up` läuft.",
  },
  allOk: "Alles, was Kralle braucht, ist da.",
  warnings: (count) => `Es geht, mit ${plural(count, "Hinweis", "Hinweisen")}.`,
  failures: (count) => `${plural(count, "Punkt fehlt oder ist", "Punkte fehlen oder sind")} kaputt.`,
};
