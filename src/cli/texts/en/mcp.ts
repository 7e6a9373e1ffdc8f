/** Words about the Model Context Protocol: `kralle mcp`. */
export const mcp = {
  about: "serve programs that speak the Model Context Protocol, or approve servers of others",
  arguments: { action: "serve (default), list, approve or remove", name: "name of a server in the settings" },
  usage: {
    unknownAction: (name: string) => `"kralle mcp ${name}" does not exist.`,
    actions: "Use one of: serve, list, approve NAME, remove NAME.",
  },
  none: "The settings name no servers (mcp.servers).",
  approved: "approved",
  notApproved: "not approved: kralle mcp approve NAME looks at it",
  nowApproved: (name: string, isChanged: boolean) =>
    `${isChanged ? `${name} offers other tools than before; these` : `The tools of ${name}`} are approved as they are now. Each use still asks.`,
  removed: (name: string) => `${name} is removed from the settings.`,
};
