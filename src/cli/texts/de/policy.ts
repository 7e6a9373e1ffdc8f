import type { policy as english } from "../en/policy.ts";

export const policy: typeof english = {
  about: "was ohne Frage geschehen darf, was mit einer, und was nie",
  arguments: { action: "list (ohne Angabe), add, rm oder explain", words: "die Zeile, ihre Kennung oder ein Werkzeug" },
  options: {
    to: "explain: wen es erreichen würde",
    amount: "explain: was es bewegen würde, etwa „50 EUR“",
    from: "explain: wessen Worte dazu führen würden: owner, own, mail, web, others, tool, mcp, skill oder agent",
    private: "explain: private Daten wären dabei",
  },
  form: [
    "Eine Zeile ist eines von:",
    "  allow|ask|refuse WERKZEUG [even from outside] [if BEDINGUNG and ...] [unless BEDINGUNG and ...]",
    "  contact ADRESSE           jemand, den Sie kennen; *@firma.example für alle dort",
    "  trust ORDNER              seine Dateien haben Sie geschrieben",
    "Bedingungen: recipient in contacts, recipient not in contacts, recipient is ADRESSE, amount > 100 EUR,",
    "  amount <= 100 EUR, uses > 20, uses <= 20 (am Tag), from outside, private",
    'Beispiel: kralle policy add "ask send_mail unless recipient in contacts"',
  ].join("\n"),
  usage: {
    unknownAction: (name) => `„kralle policy ${name}“ gibt es nicht.`,
    actions: "Möglich sind: list, add ZEILE, rm KENNUNG, explain WERKZEUG.",
  },
  none: "Eigene Zeilen gibt es nicht. Kralle liest und schreibt im Ordner (Schreiben lässt sich zurücknehmen) und fragt vor allem anderen.",
  unreadable:
    "Dieses Kralle kann sie nicht lesen: Bis sie weg ist, wartet alles, was sich nicht zurücknehmen lässt, auf Sie.",
  removed: (id) => `${id} ist weg.`,
  decisions: { allow: "geschieht ohne Frage", ask: "fragt erst", refuse: "wird abgelehnt" },
};
