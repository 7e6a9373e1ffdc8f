import type { mcp as english } from "../en/mcp.ts";

export const mcp: typeof english = {
  about: "Programme bedienen, die das Model Context Protocol sprechen, oder Server anderer zulassen",
  arguments: { action: "serve (von allein), list, approve oder remove", name: "Name eines Servers der Einstellungen" },
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
