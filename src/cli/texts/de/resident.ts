import type { Texts } from "../en.ts";

export const resident: Texts["resident"] = {
  packInstall: (name) => `Installiere die Engine für die Grafikkarte (${name}, einmalig)`,
  packTry: "Probiere, ob sie startet",
};
