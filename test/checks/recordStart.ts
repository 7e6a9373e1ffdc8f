/** Preloaded into a program under test (`--import`): says in the file KRALLE_TEST_START what it loaded and what it cost. */
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const modules: string[] = [];
const before = process.cpuUsage();

registerHooks({
  load(url, context, next) {
    modules.push(url);
    return next(url, context);
  },
});

process.on("exit", () => {
  const { user, system } = process.cpuUsage(before);
  writeFileSync(process.env["KRALLE_TEST_START"] ?? "", JSON.stringify({ modules, cpuMs: (user + system) / 1000 }));
});
