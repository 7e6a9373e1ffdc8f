import type { Clause, Planner } from "../types.ts";

const QUOTED =
  /^(?:(?:please|bitte|can you|could you|kannst du)[,\s]+)*(?:run|execute|start|call|führe?|lass|starte|ruf)\s+(?:(?:the|den|das|die|me|mal|bitte)\s+)*(?:(?:command|program|befehl|programm|shell command|kommando)\s+)?`([^`]+)`/iu;
const NAMED =
  /^(?:(?:please|bitte)[,\s]+)*(?:run|execute|führe?|starte)\s+(?:(?:the|den|das|folgenden)\s+)*(?:command|shell command|befehl|kommando)\s*:?\s+(.+?)(?:\s+aus)?[.\s]*$/iu;
const SQL = /(?<!\p{L})select\s.+\sfrom\s/isu;

/** A command in backticks, or after "run the command". */
export const commandPlanner: Planner = {
  name: "command",
  about: "run a program that the request spells out",
  fits: (clause) => (readCommand(clause) === null ? 0 : 0.98),
  plan(clause) {
    const command = readCommand(clause);
    if (command === null) return Promise.resolve(null);
    return Promise.resolve([
      { op: "runCommand", why: `run ${command} in the sandbox`, args: { argv: toArgv(command) } },
    ]);
  },
};

/** A SELECT that the person wrote. */
export const sqlPlanner: Planner = {
  name: "sql",
  about: "run a SELECT that the request spells out",
  fits: (clause) => (SQL.test(clause.text) ? 0.98 : 0),
  plan(clause) {
    const start = clause.text.search(/(?<!\p{L})(?:with\s+\w+\s+as\s*\(|select\s)/iu);
    const sql = clause.text.slice(Math.max(0, start)).replace(/[`;.\s]+$/u, "");
    return Promise.resolve([{ op: "sql", why: "run the query", args: { sql } }]);
  },
};

function readCommand({ text }: Clause): string | null {
  const found = QUOTED.exec(text)?.[1] ?? NAMED.exec(text)?.[1]?.replaceAll("`", "");
  return found?.trim() || null;
}

/** Plain words run as they are; whatever a shell would have to read goes to one. */
function toArgv(command: string): string[] {
  const parts = [...command.matchAll(/"([^"\\]*)"|'([^']*)'|([^\s"']+)/gu)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
  const isPlain =
    !/[|&;<>()$`\\*?[\]{}~#\n]/u.test(command) &&
    !/\S["']|["']\S*["']\S/u.test(command.replaceAll(/(?<=\s|^)(?:"[^"]*"|'[^']*')(?=\s|$)/gu, ""));
  return isPlain && parts.length > 0 ? parts : ["sh", "-c", command];
}
