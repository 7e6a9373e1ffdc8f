/** What knowledge answers are taken from. */
export const KNOWLEDGE: Readonly<Record<string, string>> = {
  "There is no source {0}.": "Eine Quelle {0} gibt es nicht.",
  "`kralle knowledge list` shows the sources.": "`kralle knowledge list` zeigt die Quellen.",
  "The folder {0} cannot be read.": "Der Ordner {0} lässt sich nicht lesen.",
  "Name a folder that is there and that you may read.": "Einen Ordner nennen, den es gibt und der lesbar ist.",
  "No answers are taken from {0}.": "Aus {0} stammen keine Antworten.",
  "`kralle knowledge` shows the folders.": "`kralle knowledge` zeigt die Ordner.",
  "The sample firm needs the gateway.": "Die Beispielfirma braucht das Gateway.",
  "The mails of the sample firm are not worked on any further.":
    "Die Mails der Beispielfirma werden nicht weiter bearbeitet.",
  "`kralle runs` says what waits; begin anew with `kralle demo --new`.":
    "`kralle runs` sagt, was wartet; neu beginnen: `kralle demo --new`.",
};
