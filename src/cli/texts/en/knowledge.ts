const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What is said about the folders that answers are taken from. */
export const knowledge = {
  about: "the folders that answers to customers are taken from: list, add, sync, rm or ask",
  action: "list, add, sync, rm or ask",
  words: "add, rm: a folder; ask: a question as a customer would put it",
  json: "print one line of JSON",
  unknownAction: (name: string) => `"kralle knowledge ${name}" does not exist.`,
  actions: "Use one of: list, add FOLDER, sync, rm FOLDER, ask QUESTION.",
  whatIsMissing: "It is not said which.",
  none: "No answers are taken from any folder yet. `kralle knowledge add FOLDER` adds one: price lists, opening hours, questions and answers.",
  documents: (count: number) => plural(count, "document", "documents"),
  checked: (time: string) => `looked at ${time}`,
  report: (place: string, read: number, same: number, removed: number) =>
    `${place}: ${plural(read, "file", "files")} read, ${same} unchanged, ${removed} gone.`,
  removed: (place: string) => `Answers are not taken from ${place} any more; the folder stays as it is.`,
  unknown: "Nothing is known about that. An answer would say so, and ask you.",
};
