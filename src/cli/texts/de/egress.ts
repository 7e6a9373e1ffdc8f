import type { egress as englishEgress, privacy as englishPrivacy } from "../en/egress.ts";

export const egress: typeof englishEgress = {
  about: "zeigen, was diesen Rechner verlassen hat: wofür, wohin, wie viel",
  options: { since: "nur von diesem Tag an (JJJJ-MM-TT)" },
  noDate: (text) => `„${text}“ ist kein Datum; schreibe es als JJJJ-MM-TT.`,
  none: "Nichts hat diesen Rechner verlassen.",
  headings: ["Zeit", "wofür", "wohin", "wie", "Ausgang", "Bytes hinaus", "Bytes herein"],
  outcomes: { started: "läuft", done: "fertig", failed: "gescheitert", refused: "abgelehnt" },
};

export const privacy: typeof englishPrivacy = {
  about: "die Privatsperre schließen oder öffnen: solange sie zu ist, verlässt nichts diesen Rechner",
  prove: "in einem Netz-Namensraum beweisen, dass bei geschlossener Privatsperre nichts hinausgeht (Linux)",
  proving: "Jeder Weg hinaus wird mit Privatsperre und ohne versucht, in einem eigenen Netz-Namensraum …",
  headings: ["Weg hinaus", "Pakete mit Sperre", "Pakete ohne"],
  wayOut: (name) => WAYS[name] ?? name,
  proved: (ways, locked, control) =>
    `${ways} Wege hinaus. Mit der Sperre zählte der Kernel ${locked.packets} Pakete (${locked.bytes} Bytes), ohne sie ${control.packets} (${control.bytes} Bytes).`,
  isProved: "Solange die Sperre zu ist, verlässt nichts diesen Rechner.",
  isNotProved: "Das ist kein Beweis: Mit der Sperre wurde etwas gesendet, oder ein Weg war ohne sie nicht zu sehen.",
  action: "status (ohne Angabe), lock oder unlock",
  unknownAction: (name) => `„kralle privacy ${name}“ gibt es nicht.`,
  actions: "Möglich sind: status, lock, unlock.",
  locked: (since) =>
    `Die Privatsperre ist zu${since === "" ? "" : `, seit ${since}`}: Nichts verlässt diesen Rechner. Server auf diesem Rechner bleiben erreichbar.`,
  open: "Die Privatsperre ist offen. Was wofür erreicht werden darf, steht in docs/egress.md; `kralle egress` zeigt, was erreicht wurde.",
};

const WAYS: Readonly<Record<string, string>> = {
  "models, a mirror by its address": "Modelle, ein Spiegel mit seiner Adresse",
  "models, a mirror by its IPv6 address": "Modelle, ein Spiegel mit seiner IPv6-Adresse",
  "models, a mirror by its name": "Modelle, ein Spiegel mit seinem Namen",
  "models, the hub": "Modelle, der Hub",
  "models, Ollama's registry": "Modelle, die Registry von Ollama",
  "models, releases of llama-server": "Modelle, Ausgaben von llama-server",
  "a registry that a name gave": "eine Registry aus einem Namen",
  "an engine, asked": "eine Engine, gefragt",
  "an engine, sent to": "eine Engine, beschickt",
  "an engine by its name": "eine Engine mit ihrem Namen",
  "an engine of a provider package": "eine Engine eines Anbieterpakets",
  "an MCP server by its address": "ein MCP-Server mit seiner Adresse",
  "the web": "das Web",
  "the web by IPv6": "das Web über IPv6",
  "a connection by IPv4": "eine Verbindung über IPv4",
  "a connection by IPv6": "eine Verbindung über IPv6",
  "a connection by name, with TLS": "eine Verbindung mit Namen, mit TLS",
  "the look-up of a name": "das Nachschlagen eines Namens",
  "npm and pip": "npm und pip",
  "a command: TCP by IPv4": "ein Befehl: TCP über IPv4",
  "a command: TCP by IPv6": "ein Befehl: TCP über IPv6",
  "a command: UDP": "ein Befehl: UDP",
  "a command: a question to a name server": "ein Befehl: eine Frage an einen Namensdienst",
  "a command: the look-up of a name": "ein Befehl: das Nachschlagen eines Namens",
  "a command: a datagram to all": "ein Befehl: ein Datagramm an alle",
  "an MCP server that is a program": "ein MCP-Server als Programm",
  "the engine's own process": "der eigene Prozess der Engine",
};
