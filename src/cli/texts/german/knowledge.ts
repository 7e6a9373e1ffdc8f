/** What knowledge answers are taken from. */
export const KNOWLEDGE: Readonly<Record<string, string>> = {
  "There is no source {0}.": "Eine Quelle {0} gibt es nicht.",
  "`kralle knowledge list` shows the sources.": "`kralle knowledge list` zeigt die Quellen.",
};
