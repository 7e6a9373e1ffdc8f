/** Words about what may happen without a question: `kralle policy`. */
export const policy = {
  about: "what may happen without a question, with one, and never",
  arguments: { action: "list (default), add, rm or explain", words: "the line, its id, or the name of a tool" },
  options: {
    to: "explain: whom it would reach",
    amount: 'explain: what it would move, as "50 EUR"',
    from: "explain: whose words would lead to it: owner, own, mail, web, others, tool, mcp, skill or agent",
    private: "explain: private data would be among them",
  },
  form: [
    "A line is one of:",
    "  allow|ask|refuse TOOL [even from outside] [if CONDITION and ...] [unless CONDITION and ...]",
    "  contact ADDRESS           somebody you know; *@firma.example for everybody there",
    "  trust FOLDER              its files were written by you",
    "Conditions: recipient in contacts, recipient not in contacts, recipient is ADDRESS, amount > 100 EUR,",
    "  amount <= 100 EUR, uses > 20, uses <= 20 (within a day), from outside, private",
    'Example: kralle policy add "ask send_mail unless recipient in contacts"',
  ].join("\n"),
  usage: {
    unknownAction: (name: string) => `"kralle policy ${name}" does not exist.`,
    actions: "Use one of: list, add LINE, rm ID, explain TOOL.",
  },
  none: "There are no lines of your own. Kralle reads and writes in the folder (writes can be undone), and asks before everything else.",
  unreadable: "This Kralle cannot read it: until it is gone, everything that cannot be undone waits for you.",
  removed: (id: string) => `${id} is gone.`,
  decisions: { allow: "happens without a question", ask: "asks first", refuse: "is refused" },
};
