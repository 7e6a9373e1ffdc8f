import type { usage as en } from "../en/usage.ts";

export const usage: typeof en = {
  unknownCommand: (name) => `Es gibt keinen Befehl „${name}“.`,
  unknownOption: (name) => `Die Option ${name} gibt es hier nicht.`,
  missingArgument: (name) => `Das Argument „${name}“ fehlt.`,
  missingValue: (name) => `Die Option ${name} braucht einen Wert.`,
  strayOption: (option, action, takers) =>
    `${option} gehört nicht zu \`kralle ${action}\`, sondern zu ${takers.map((taker) => `\`kralle ${taker}\``).join(" und ")}.`,
  excessArguments: "Das sind mehr Argumente, als dieser Befehl nimmt. Setzen Sie einen Auftrag in Anführungszeichen.",
  notADay: (value) => `„${value}“ ist kein Tag der Form JJJJ-MM-TT.`,
  notANumber: (name, value) => `${name} braucht eine Zahl über 0, nicht „${value}“.`,
  unknownAction: (name) => `„kralle models ${name}“ gibt es nicht.`,
  actions:
    "Möglich sind: list, search WÖRTER, fit [NAME], plan, show NAME, probe NAME, ps, pull NAME, import DATEI, rm NAME, default NAME.",
  emptyRequest: "Der Auftrag ist leer.",
  seeHelp: (command) => `\`kralle ${command === "" ? "" : `${command} `}--help\` zeigt, was möglich ist.`,
  startHow: 'Geben Sie einen: npm start -- --task "Wie viele Stunden hat Mara im Oktober gearbeitet?"',
};
