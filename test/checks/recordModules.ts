/** Preloaded into a program under test (`--import`): writes every module that it loads to the file in KRALLE_TEST_MODULES. */
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const loaded: string[] = [];

registerHooks({
  load(url, context, next) {
    loaded.push(url);
    return next(url, context);
  },
});

process.on("exit", () => writeFileSync(process.env["KRALLE_TEST_MODULES"] ?? "", loaded.join("\n")));
