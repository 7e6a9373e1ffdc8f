import type { doors as englishDoors, mcp as englishMcp, skills as englishSkills } from "../en/doors.ts";

export const doors: typeof englishDoors = {
  about: "Anschlüsse, an denen andere Programme Kralles Modelle benutzen, öffnen, schließen oder auflisten",
  arguments: { action: "open, close oder list", name: "wie die Tür heißt: nach dem Programm, für das sie ist" },
  options: { port: "open: der Port (sonst: der nächste ab 7480)" },
  usage: {
    unknownAction: (name) => `„kralle door ${name}“ gibt es nicht.`,
    actions: "Möglich sind: open NAME [--port N], close NAME, list.",
  },
  opened: (name, url) =>
    `Die Tür ${name} ist unter ${url} offen, solange Kralle läuft (\`kralle up\`). Sie fragt nach keinem Schlüssel: Jedes Programm auf diesem Rechner kann dort Kralles Modelle benutzen, Webseiten können es nicht.`,
  closed: (name) => `Die Tür ${name} ist geschlossen.`,
  none: "Keine Tür ist offen. `kralle door open NAME` öffnet eine ohne Schlüssel; die Einstellung doors.port öffnet eine mit Schlüssel.",
  headings: ["Name", "Adresse", "Schlüssel"],
  unnamed: "(alle Programme)",
  withToken: "nötig",
  without: "nicht nötig",
};

export const mcp: typeof englishMcp = {
  about: "Programme bedienen, die das Model Context Protocol sprechen, oder Server anderer zulassen",
  arguments: { action: "serve (ohne Angabe), list, approve oder remove", name: "Name eines Servers der Einstellungen" },
  usage: {
    unknownAction: (name) => `„kralle mcp ${name}“ gibt es nicht.`,
    actions: "Möglich sind: serve, list, approve NAME, remove NAME.",
  },
  none: "Die Einstellungen nennen keine Server (mcp.servers).",
  approved: "zugelassen",
  notApproved: "nicht zugelassen: kralle mcp approve NAME sieht ihn an",
  nowApproved: (name, isChanged) =>
    `${isChanged ? `${name} bietet andere Werkzeuge als zuvor; diese` : `Die Werkzeuge von ${name}`} sind zugelassen, wie sie jetzt sind. Jede Benutzung fragt trotzdem.`,
  removed: (name) => `${name} ist aus den Einstellungen entfernt.`,
};

export const skills: typeof englishSkills = {
  about: "Skills auflisten, ansehen oder zulassen: Anleitungen für Arten von Arbeit (SKILL.md)",
  arguments: { action: "list (ohne Angabe), show, approve oder remove", name: "Name des Skills" },
  usage: {
    unknownAction: (name) => `„kralle skills ${name}“ gibt es nicht.`,
    actions: "Möglich sind: list, show NAME, approve NAME, remove NAME.",
  },
  none: "Es gibt keine Skills. Einer ist ein Ordner mit einer SKILL.md: in skills/ von Kralles Heimordner oder in .kralle/skills/ eines Ordners.",
  states: {
    approved: "zugelassen",
    new: "nicht zugelassen: wird nicht benutzt",
    changed: "seit der Zulassung geändert: wird nicht benutzt",
    unusable: "nicht brauchbar",
  },
  origins: { home: "aus dem Heimordner", folder: "aus diesem Ordner" },
  labels: { about: "Wofür", license: "Lizenz", tools: "Nennt Werkzeuge", files: "Dateien" },
  noTools: "keine",
  nowApproved: (name, isChanged) =>
    `${isChanged ? `${name} ist anders als zuvor; er` : name} ist mit genau diesen Dateien zugelassen. Er gibt kein Werkzeug und kein Recht, und nichts aus seinem Ordner wird ausgeführt.`,
  removed: (name) => `${name} ist nicht mehr zugelassen. Seine Dateien bleiben, wo sie sind.`,
};
