/** Words about the doors for other programs: `kralle door`. */
export const doors = {
  about: "open, close or list ports on which other programs use Kralle's models",
  arguments: { action: "open, close or list", name: "what the door is called: the program that it is for" },
  options: { port: "open: the port (default: the next one from 7480)" },
  usage: {
    unknownAction: (name: string) => `"kralle door ${name}" does not exist.`,
    actions: "Use one of: open NAME [--port N], close NAME, list.",
  },
  opened: (name: string, url: string) =>
    `The door ${name} is at ${url} while Kralle runs (\`kralle up\`). It asks for no token: every program on this machine can use Kralle's models there, web pages cannot.`,
  closed: (name: string) => `The door ${name} is closed.`,
  none: "No door is open. `kralle door open NAME` opens one without a token; the setting doors.port opens one with a token.",
  headings: ["name", "address", "token"],
  unnamed: "(all programs)",
  withToken: "asked for",
  without: "not asked for",
};

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

/** Words about instructions for kinds of work: `kralle skills`. */
export const skills = {
  about: "list, show or approve skills: instructions for kinds of work (SKILL.md)",
  arguments: { action: "list (default), show, approve or remove", name: "name of the skill" },
  usage: {
    unknownAction: (name: string) => `"kralle skills ${name}" does not exist.`,
    actions: "Use one of: list, show NAME, approve NAME, remove NAME.",
  },
  none: "There are no skills. One is a folder with a SKILL.md: in skills/ of Kralle's home, or in .kralle/skills/ of a folder.",
  states: {
    approved: "approved",
    new: "not approved: not used",
    changed: "changed since it was approved: not used",
    unusable: "cannot be used",
  },
  origins: { home: "of the home", folder: "of this folder" },
  labels: { about: "About", license: "Licence", tools: "Declares tools", files: "Files" },
  noTools: "none",
  nowApproved: (name: string, isChanged: boolean) =>
    `${isChanged ? `${name} is another than before; it` : name} is approved with exactly these files. It gives no tool and no right, and nothing in its folder is run.`,
  removed: (name: string) => `${name} is no longer approved. Its files stay where they are.`,
};
