/** Errors of the tools in src/agent/tools/, in German. */
export const TOOLS: Readonly<Record<string, string>> = {
  '"{0}" can be {1} or {2}.': "„{0}“ kann {1} oder {2} sein.",
  'Say which by decimal "." or ",", or write the number without a thousands separator.':
    "Mit „.“ oder „,“ als Dezimalzeichen sagen, was gemeint ist, oder die Zahl ohne Tausenderzeichen schreiben.",
  '"{0}" is not understood': "„{0}“ ist nicht zu verstehen",
  '"{0}" is no number': "„{0}“ ist keine Zahl",
  '"{0}" is no number with decimal sign "{1}"': "„{0}“ ist keine Zahl mit dem Dezimalzeichen „{1}“",
  "it mixes German and English numbers": "darin sind deutsche und englische Zahlen gemischt",
  "The expression cannot be computed: {0}{1}.": "Der Ausdruck lässt sich nicht berechnen: {~0}{~1}.",
  " (at character {0})": " (bei Zeichen {0})",
  "The expression cannot be computed: {0} (at character {1}).":
    "Der Ausdruck lässt sich nicht berechnen: {~0} (bei Zeichen {1}).",
  "Use numbers, + - * / ^ %, parentheses, sum, avg, min, max, round and abs.":
    "Zahlen, + - * / ^ %, Klammern, sum, avg, min, max, round und abs verwenden.",
  "it has more than two dates": "darin sind mehr als zwei Daten",
  "it has no date": "darin ist kein Datum",
  '"{0}" is left over': "„{0}“ bleibt übrig",
  "{0} was not understood: {1}.": "{0} war nicht zu verstehen: {~1}.",
  'Write e.g. "2026-03-01 + 10 working days" or "2026-03-01 to 2026-04-15".':
    "Zum Beispiel „2026-03-01 + 10 working days“ oder „2026-03-01 to 2026-04-15“ schreiben.",
  "{0} is no text file, so text cannot be written into it.":
    "{0} ist keine Textdatei, also lässt sich kein Text hineinschreiben.",
  "Write a .txt, .md or .csv file; tables in XLSX are changed by plans.":
    "Eine .txt-, .md- oder .csv-Datei schreiben; Tabellen in XLSX werden über Pläne geändert.",
  "{0} is a binary file.": "{0} ist eine Binärdatei.",
  "Only text files can be edited.": "Nur Textdateien lassen sich ändern.",
  "The text to replace does not stand in {0}.{1}": "Der Text, der ersetzt werden soll, steht nicht in {0}.{~1}",
  " Line {0} comes nearest: {1}.": " Am nächsten kommt Zeile {0}: {1}.",
  "Read the file and copy the text exactly, with its spaces.":
    "Die Datei lesen und den Text genau abschreiben, mit allen Leerzeichen.",
  "The text stands {0} times in {1} (lines {2}).": "Der Text steht {0}-mal in {1} (Zeilen {2}).",
  "Take in more of the text around it, so that it is found once; or set all to true.":
    "Mehr vom Text ringsum dazunehmen, bis er nur einmal vorkommt; oder all auf true setzen.",
  "The folder {0} cannot be moved into itself.": "Der Ordner {0} lässt sich nicht in sich selbst verschieben.",
  "The query is not valid: {0}.": "Die Abfrage ist ungültig: {~0}.",
  "There is no table in the workspace: only CSV and XLSX files can be queried.":
    "Im Arbeitsordner ist keine Tabelle: Abfragen lassen sich nur CSV- und XLSX-Dateien.",
  "Tables: {0}": "Tabellen: {0}",
  "The query took longer than {0} s or needed too much memory.":
    "Die Abfrage dauerte länger als {0} s oder brauchte zu viel Speicher.",
  "Join on columns that match few rows, or filter first.":
    "Über Spalten verbinden, die zu wenigen Zeilen passen, oder vorher filtern.",
  "Line {0} comes before line {1}.": "Zeile {0} kommt vor Zeile {1}.",
  "{0} cannot be read as text: {1}.": "{0} ist nicht als Text lesbar: {~1}.",
  "it is a binary file of an unknown kind": "das ist eine Binärdatei unbekannter Art",
  "Save it as text, CSV, XLSX or PDF.": "Die Datei als Text, CSV, XLSX oder PDF speichern.",
  "The command was ended at its limit of {0}; nothing was changed.":
    "Der Befehl wurde an seiner Grenze beendet ({~0}); nichts wurde geändert.",
  "Give it less to do at once.": "Ihm weniger auf einmal zu tun geben.",
  "{0} was called with wrong arguments: {1} {2}": "{0} wurde mit falschen Argumenten gerufen: {1} {~2}",
};
