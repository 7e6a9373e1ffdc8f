import type { effects as english } from "../en/effects.ts";

export const effects: typeof english = {
  help: {
    effects: "zeigen, was nach außen getan wurde, und klären, was unbekannt ist",
    action: "list oder settle",
    id: "settle: welche",
    unknown: "nur die, von denen hier niemand weiß, ob sie geschehen sind",
    happened: "settle: es ist geschehen",
    didNot: "settle: es ist nicht geschehen",
    stop: "alles anhalten, was nach außen geht, bis es aufgehoben wird",
    reason: "warum, in eigenen Worten",
    off: "STOP aufheben",
    json: "ein JSON-Dokument ausgeben",
  },
  usage: {
    unknownAction: (name) => `„kralle effects ${name}“ gibt es nicht.`,
    actions: "Möglich sind: list [--unknown], settle ID --happened, settle ID --did-not.",
    missing: "Es fehlt, welche gemeint ist und ob sie geschehen ist.",
  },
  none: "Nach außen wurde noch nichts getan.",
  noUnknown: "Von allem, was nach außen getan wurde, ist bekannt, was daraus wurde.",
  states: {
    intended: "nicht begonnen",
    sent: "geschieht gerade",
    confirmed: "geschehen",
    failed: "nicht geschehen",
    unknown: "hier weiß niemand, ob es geschehen ist",
  },
  promises: {
    keyed: "genau einmal, durch einen Schlüssel",
    queryable: "genau einmal, durch Nachfragen",
    neither: "höchstens einmal",
  },
  settledBy: (who) => `gesagt von ${who}`,
  waiting: (count) =>
    count === 1
      ? "Eine wartet auf Ihr Wort: auf der anderen Seite nachsehen, dann `kralle effects settle ID --happened` oder `--did-not`."
      : `${count} warten auf Ihr Wort: auf der anderen Seite nachsehen, dann \`kralle effects settle ID --happened\` oder \`--did-not\`.`,
  settled: (title, happened) => `${happened ? "Geschehen" : "Nicht geschehen"}: ${title}`,
  stopped: "STOP: Nach außen geschieht nichts mehr. Was vorher begonnen wurde, kann noch enden.",
  released: "Aufgehoben: Nach außen darf wieder gehandelt werden.",
  notStopped: "Es war nichts angehalten.",
  holds: (time, who, reason) =>
    `STOP gilt seit ${time} (${who}${reason === "" ? "" : `: ${reason}`}). \`kralle stop --off\` hebt es auf.`,
};
