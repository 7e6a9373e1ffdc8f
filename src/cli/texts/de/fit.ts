import type { Texts } from "../en.ts";
import { GOOD_FOR } from "./goodFor.ts";

const SLOW = 3;
const PLACES = { gpu: "Grafikspeicher", cpu: "Speicher", both: "Speicher", nowhere: "Speicher" };

/** Was `kralle models fit` und `plan` auf Deutsch sagen. */
export const fit: Texts["fit"] = {
  here: "Dieser Rechner",
  for: "Rechner",
  processorOnly: "keine Karte, die hilft",
  cards: (count, name, size) => (count > 1 ? `${count}x ${name} (je ${size})` : `${name} (${size})`),
  shared: (name, size) => `${name} (davon ${size} für Modelle)`,
  memory: (size) => `${size} Speicher`,
  assumed: (list) => `Angenommen: ${list}.`,
  assumption: ({ code, value }, size) =>
    ({
      "memory-size": `${size(Number(value))} Speicher`,
      "memory-speed": `Speicher so schnell wie ${value}`,
      product: `mit ${value}`,
      cores: `${value} Kerne`,
      "card-speed": `ein vorsichtiger Wert für ${value}, das in der Tabelle fehlt`,
      "laptop-card": `für ${value} die halbe Bandbreite der Karte für Tischrechner`,
      driver: "keine NVIDIA-Karte, da ihr Treiber nicht antwortet (`kralle doctor`)",
      ignored: `„${value}“ ändert nichts`,
    })[code],
  groups: {
    small: "Klein",
    entry: "Einstieg",
    middle: "Mittel",
    heavy: "Groß",
    "gpt-oss": "gpt-oss",
    reasoning: "Nachdenken",
    coder: "Programmieren",
    vision: "Sehen",
    embedding: "Einbettungen",
  },
  headings: ["Modell", "Größe", "Kontext", "Token/s", "passt"],
  verdicts: { great: "bestens", fits: "ja", tight: "knapp", partial: "teils", no: "nein" },
  reason: (model, format) => {
    const { runsOn, needBytes, budgetBytes, verdict, contextTokens, largestContext, fitsNow, decode } = model;
    const [need, budget] = [format.size(needBytes), format.size(budgetBytes)];
    const isLess = largestContext > 0 && largestContext < contextTokens;
    const less = isLess ? `; ein Kontext von ${format.number(largestContext)} würde passen` : "";
    if (verdict === "no") return `braucht ${need}, Modelle dürfen hier ${budget} nehmen${less}`;
    const slow = decode && decode.expected < SLOW ? ", zu langsam für Gespräche" : "";
    const now = fitsNow === false ? ", nicht neben dem, was jetzt läuft" : "";
    if (verdict === "partial")
      return `braucht ${need}: zu groß für die Karten allein, teils im Hauptspeicher${less}${slow}${now}`;
    if (needBytes > budgetBytes)
      return `braucht ${need}, etwas mehr als die ${budget}, die für Modelle gedacht sind: andere Programme schließen${slow}${now}`;
    const tight = verdict === "tight" ? ": andere Programme schließen" : "";
    return `braucht ${need} von ${budget} ${PLACES[runsOn]}${tight}${slow}${now}`;
  },
  goodFor: (text) => GOOD_FOR[text] ?? text,
  measured: "gemessen",
  speed: (range, isMeasured) => `${range} Token/s${isMeasured ? " (gemessen)" : ""}`,
  context: (tokens) => `Kontext ${tokens}`,
  legend:
    'Kontext: so viel passt höchstens. Geschwindigkeiten sind vorhergesagt, die mit * hier gemessen. `kralle models fit NAME` sagt mehr, `--machine "RTX 4090 24GB"` betrachtet einen anderen Rechner.',
  contextAsked: (tokens) => `Mit einem Kontext von ${tokens} Token, oder dem des Modells, wo der kleiner ist.`,
  one: {
    headings: ["Gewichte", "Cache", "Größe", "braucht", "Kontext", "Token/s", "passt"],
    goodFor: "Gut für",
    licence: "Lizenz",
    can: "Kann",
    context: (wanted, largest, own) =>
      `Kontext: ${largest} Token passen (die Werte unten gelten für ${wanted}; das Modell ist für ${own} gemacht)`,
    reading: (range, time, isMeasured) =>
      `Lesen: ${range} Token/s${isMeasured ? " (gemessen)" : " (Schätzung)"}, ${time} für 1.000 Token`,
    writing: (range, isMeasured) => `Schreiben: ${range} Token/s${isMeasured ? " (hier gemessen)" : " (vorhergesagt)"}`,
    cacheEstimated: "Die Größe seines Caches ist geschätzt: Keine Quelle nennt seine Attention.",
    unverified: (fields) => `Von keiner Quelle bestätigt: ${fields}.`,
  },
  check: {
    headings: ["Gerät", "Modell", "veröffentlicht", "vorhergesagt", "Fehler"],
    summary: (median, independent, worst, count) =>
      `Mittlerer Fehler (Median) ${median} über ${count} Messungen (${independent} über die mit ·, aus deren Geräten keine Konstante stammt), größter ${worst}.`,
    left: (device, model, gap) => {
      const why = { model: "fehlt im Katalog", device: "fehlt in der Tabelle", figure: "der Wert ist keine Zahl" }[gap];
      return `Nicht verglichen: ${device}, ${model} (${why}).`;
    },
    source: (text) => `Quellen: ${text}`,
  },
  plan: {
    roles: {
      "always-on": "immer da",
      coder: "Programmieren",
      reasoner: "Nachdenken",
      vision: "Sehen",
      embedding: "Einbettung",
    },
    stays: "bleibt geladen",
    beside: "wird bei Bedarf neben den anderen geladen",
    alone: "wird bei Bedarf anstelle des Modells geladen, das immer da ist",
    takes: (size, tokens) => `${size} Speicher mit einem Kontext von ${tokens}`,
    total: (resident, peak, budget, disk) =>
      `Immer geladen: ${resident}. Höchstens zugleich: ${peak} von ${budget}, die Modelle nehmen dürfen. Gewichte auf der Platte: ${disk}.`,
    small: "Der Rechner ist klein: ein kleinerer Satz.",
    smallCards: "Die Karten sind zu klein, um mit ihnen zu planen: Dies gilt für den Hauptspeicher.",
    shared: (roles) =>
      `Das Modell, das immer da ist, übernimmt auch: ${roles}. Nichts Besseres passt daneben oder an seine Stelle.`,
    without: (roles) => `Dafür passt nichts: ${roles}.`,
    notNow: "Im Augenblick ist weniger Speicher frei: vorher andere Programme schließen.",
    fetch: "`kralle models pull NAME` holt eines.",
    nothing: "Auf diesen Rechner passt kein Modell.",
  },
};
