/** What knowledge answers are taken from. */
export const KNOWLEDGE: Readonly<Record<string, string>> = {
  "There is no source {0}.": "Eine Quelle {0} gibt es nicht.",
  "`kralle knowledge list` shows the sources.": "`kralle knowledge list` zeigt die Quellen.",
  "The folder {0} cannot be read.": "Der Ordner {0} lässt sich nicht lesen.",
  "Name a folder that is there and that you may read.": "Einen Ordner nennen, den es gibt und der lesbar ist.",
};
