import { moveStore } from "../../src/store/index.ts";
import { createContext } from "./_setup.ts";

// A process for others to kill amid a move: says how far it is.
const [home = "", databaseUrl = ""] = process.argv.slice(2);
const report = await moveStore(
  home,
  { databaseUrl, onProgress: ({ phase, table }) => void process.stdout.write(`${phase} ${table}\n`) },
  createContext(),
);
process.stdout.write(`${JSON.stringify(report)}\n`);
