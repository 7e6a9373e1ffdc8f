import type { doors as english } from "../en/doors.ts";

export const doors: typeof english = {
  about: "Anschlüsse, an denen andere Programme Kralles Modelle benutzen, öffnen, schließen oder auflisten",
  arguments: { action: "open, close oder list", name: "wie die Tür heißt: nach dem Programm, für das sie ist" },
  options: { port: "open: der Port (sonst: der nächste ab 7480)" },
  usage: {
    unknownAction: (name) => `„kralle door ${name}“ gibt es nicht.`,
    actions: "Möglich sind: open NAME [--port N], close NAME, list.",
  },
  opened: (name, url) =>
    `Die Tür ${name} ist unter ${url}, solange Kralle läuft (\`kralle up\`). Sie fragt nach keinem Schlüssel: Jedes Programm auf diesem Rechner kann dort Kralles Modelle benutzen, Webseiten können es nicht.`,
  closed: (name) => `Die Tür ${name} ist geschlossen.`,
  none: "Keine Tür ist offen. `kralle door open NAME` öffnet eine ohne Schlüssel; die Einstellung doors.port öffnet eine mit Schlüssel.",
  headings: ["Name", "Adresse", "Schlüssel"],
  unnamed: "(alle Programme)",
  withToken: "nötig",
  without: "nicht nötig",
};
