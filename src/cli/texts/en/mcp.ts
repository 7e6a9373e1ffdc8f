/** Words about the Model Context Protocol: `kralle mcp`. */
export const mcp = {
  about: "serve programs that speak the Model Context Protocol (stdin and stdout)",
  arguments: { action: "serve (default)" },
  usage: {
    unknownAction: (name: string) => `"kralle mcp ${name}" does not exist.`,
    actions: "Use: serve.",
  },
};
