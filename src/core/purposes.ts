/** For what somebody may dial: alone, or with the name of what it is for behind a colon. What each is for: `Purpose`. */
export const PURPOSES = {
  alone: ["models", "packages", "web"],
  named: ["engine", "mcp", "mail", "account", "registry", "unsubscribe"],
} as const;
