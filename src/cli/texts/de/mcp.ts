import type { mcp as english } from "../en/mcp.ts";

export const mcp: typeof english = {
  about: "Programme bedienen, die das Model Context Protocol sprechen (stdin und stdout)",
  arguments: { action: "serve (von allein)" },
  usage: {
    unknownAction: (name) => `„kralle mcp ${name}“ gibt es nicht.`,
    actions: "Möglich ist: serve.",
  },
};
