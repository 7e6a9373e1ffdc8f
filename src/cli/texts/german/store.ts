/** Errors of src/core/, src/store/ and src/app/, in German. */
export const STORE: Readonly<Record<string, string>> = {
  "There is no conversation of that kind.": "Ein solches Gespräch gibt es nicht.",
  "Give the id of one, a text that occurs in one, or --everything.":
    "Die Kennung von einem angeben, einen Text, der in einem vorkommt, oder --everything.",
  "{0} is there already.": "{0} gibt es schon.",
  "Name a folder that is not there yet.": "Einen Ordner nennen, den es noch nicht gibt.",
  "Data is deleted in a home with its own database only, not on PostgreSQL.":
    "Gelöscht wird nur in einem Ordner mit eigener Datenbank, nicht auf PostgreSQL.",
  "Move the home back, or delete the rows on the server.":
    "Zurück in den Ordner ziehen oder die Zeilen auf dem Server löschen.",
  "Say which data: of a conversation, with a text in it, or everything.":
    "Sagen, welche Daten: eines Gesprächs, mit einem Text darin, oder alles.",
  "Give one of --session ID, --match TEXT, --everything.":
    "Eines von --session KENNUNG, --match TEXT, --everything angeben.",
  // core
  "The work was cancelled.": "Die Arbeit wurde abgebrochen.",
  "The disk is full.": "Die Platte ist voll.",
  "Free some space and try again.": "Platz schaffen und noch einmal versuchen.",
  "The setting {0} is wrong: {1}.": "Die Einstellung {~0} ist falsch: {~1}.",
  "(the whole file)": "(die ganze Datei)",
  "Correct or remove it in {0}.": "Die Einstellung in {0} berichtigen oder entfernen.",

  // store
  "The disk of {0} is full; nothing was changed.": "Die Platte von {0} ist voll; nichts wurde geändert.",
  "Another program keeps {0} locked.": "Ein anderes Programm hält {0} gesperrt.",
  "Close the program that has the database open (a database viewer, a backup) and try again.":
    "Das Programm schließen, das die Datenbank offen hat (ein Datenbankprogramm, eine Sicherung), und noch einmal versuchen.",
  "{0} cannot be written: {1}.": "{0} ist nicht beschreibbar: {~1}.",
  "Give your user write access to {0}, or set KRALLE_HOME to a folder of your own.":
    "Sich Schreibrechte für {0} geben, oder KRALLE_HOME auf einen eigenen Ordner setzen.",
  "The database {0} failed: {1}.": "Die Datenbank {0} versagte: {~1}.",
  "The database {0} is damaged ({1}).": "Die Datenbank {0} ist beschädigt ({~1}).",
  "`kralle backup restore newest --force` puts the newest good backup in its place and keeps the damaged files; without a backup move {0} away together with its -wal and -shm files: Kralle then begins with an empty history. Files in your workspaces are not affected.":
    "`kralle backup restore newest --force` setzt die neueste gute Sicherung an ihre Stelle und hebt die beschädigten Dateien auf; ohne Sicherung {0} mit den -wal- und -shm-Dateien wegschieben: Kralle beginnt dann mit leerem Verlauf. Dateien in Ihren Ordnern sind nicht betroffen.",
  "The stored content {0}… was damaged on disk.": "Der gespeicherte Inhalt {0}… wurde auf der Platte beschädigt.",
  "Put back a backup of {0}; nothing was changed.": "Eine Sicherung von {0} zurückspielen; nichts wurde geändert.",
  "The home folder {0} cannot be used: {1}.": "Der Heimordner {0} ist nicht zu benutzen: {~1}.",
  "Set KRALLE_HOME to a folder that your user may write.":
    "KRALLE_HOME auf einen Ordner setzen, in den Sie schreiben dürfen.",
  "The database has schema {0}, this Kralle knows schemas up to {1}.":
    "Die Datenbank hat das Schema {0}, dieses Kralle kennt Schemas bis {1}.",
  "A newer Kralle wrote this home folder: update Kralle, or set KRALLE_HOME to another folder.":
    "Ein neueres Kralle hat diesen Heimordner geschrieben: Kralle erneuern, oder KRALLE_HOME auf einen anderen Ordner setzen.",
  "The disk of {0} has {1} left, and {2} are needed before anything new is taken.":
    "Die Platte von {0} hat noch {1} frei, und {2} werden gebraucht, bevor Neues angenommen wird.",
  "Free some space; it goes on by itself then.": "Platz schaffen; dann geht es von selbst weiter.",
  "The list of sessions cannot go on from there: the cursor is none of its own.":
    "Die Liste der Gespräche lässt sich dort nicht fortsetzen: Die Marke ist keine von ihr.",
  "Leave it out to begin with the newest.": "Die Marke weglassen, dann beginnt die Liste mit dem neuesten.",
  "The database was closed already.": "Die Datenbank war schon geschlossen.",
  "{0} does not say where the tables of this home are.": "{0} sagt nicht, wo die Tabellen dieses Heimordners sind.",
  "Put it back from a backup; if the home was never moved to PostgreSQL, remove it.":
    "Die Datei aus einer Sicherung zurückholen; ist der Heimordner nie zu PostgreSQL umgezogen, sie entfernen.",
  "The table {0} did not arrive in {1} as it was; nothing was changed.":
    "Die Tabelle {0} ist in {1} nicht so angekommen, wie sie war; nichts wurde geändert.",
  "This is a fault of Kralle: go on without DATABASE_URL, and report it with this message.":
    "Das ist ein Fehler von Kralle: ohne DATABASE_URL weitermachen und ihn mit dieser Meldung melden.",
  "The database {0} holds tables of a Kralle already: {1} is not empty.":
    "Die Datenbank {0} enthält schon Tabellen eines Kralle: {1} ist nicht leer.",
  "Name an empty database in DATABASE_URL; two histories are not put together.":
    "In DATABASE_URL eine leere Datenbank nennen; zwei Verläufe werden nicht zusammengelegt.",
  "The database {0} holds an earlier state of this home, which went on since.":
    "Die Datenbank {0} enthält einen früheren Stand dieses Heimordners, in dem seitdem weitergearbeitet wurde.",
  "Remove it there (`DROP SCHEMA kralle CASCADE`), and move again.":
    "Ihn dort entfernen (`DROP SCHEMA kralle CASCADE`) und noch einmal umziehen.",
  "The tables of this home were moved to the database {0} before.":
    "Die Tabellen dieses Heimordners sind früher in die Datenbank {0} umgezogen.",
  "From there they are moved by the tools of PostgreSQL: pg_dump and pg_restore.":
    "Von dort ziehen sie mit den Werkzeugen von PostgreSQL weiter: pg_dump und pg_restore.",
  "This home has no tables of its own that could be moved.":
    "Dieser Heimordner hat keine eigenen Tabellen, die umziehen könnten.",
  "With DATABASE_URL set, Kralle begins in that database by itself.":
    "Mit DATABASE_URL beginnt Kralle von selbst in jener Datenbank.",
  "Nobody said where the tables are to go.": "Niemand hat gesagt, wohin die Tabellen sollen.",
  "Set DATABASE_URL, for example postgresql://USER:PASSWORD@HOST:5432/DATABASE.":
    "DATABASE_URL setzen, zum Beispiel postgresql://BENUTZER:PASSWORT@HOST:5432/DATENBANK.",
  "The tables of this home are in the database {0} now.":
    "Die Tabellen dieses Heimordners sind jetzt in der Datenbank {0}.",
  "Set DATABASE_URL to it, with its password.": "DATABASE_URL auf sie setzen, mit ihrem Passwort.",
  "The tables of this home are in a PostgreSQL database, which is not copied here.":
    "Die Tabellen dieses Heimordners sind in einer PostgreSQL-Datenbank, die hier nicht kopiert wird.",
  "Back it up with its own tools, for example pg_dump, and the folder blobs of the home beside it.":
    "Die Datenbank mit ihren eigenen Werkzeugen sichern, etwa pg_dump, und den Ordner blobs des Heimordners dazu.",
  "PostgreSQL at {0} does not let {1} in: {2}.": "PostgreSQL auf {0} lässt {1} nicht ein: {~2}.",
  "Correct the user and the password in DATABASE_URL.": "Benutzer und Passwort in DATABASE_URL berichtigen.",
  "PostgreSQL at {0} has no database {1}.": "PostgreSQL auf {0} hat keine Datenbank {1}.",
  "Create it (`createdb`), or correct its name in DATABASE_URL.":
    "Die Datenbank anlegen (`createdb`), oder ihren Namen in DATABASE_URL berichtigen.",
  "{0} may not do this in the database {1}: {2}.": "{0} darf das in der Datenbank {1} nicht: {~2}.",
  "Let an administrator of the database give this user the right to create a schema in it, and all rights in the schema kralle.":
    "Die Verwaltung der Datenbank bitten, diesem Benutzer zu erlauben, darin ein Schema anzulegen, und ihm alle Rechte am Schema kralle zu geben.",
  "The disk of the database {0} is full; nothing was changed.":
    "Die Platte der Datenbank {0} ist voll; nichts wurde geändert.",
  "The database {0} can only be read.": "Die Datenbank {0} lässt sich nur lesen.",
  "Name the server that takes changes in DATABASE_URL.": "In DATABASE_URL den Server nennen, der Änderungen annimmt.",
  "The database {0} cannot be reached: {1}.": "Die Datenbank {0} ist nicht zu erreichen: {~1}.",
  "Start PostgreSQL, or correct DATABASE_URL; what was stored is still there.":
    "PostgreSQL starten, oder DATABASE_URL berichtigen; was gespeichert war, ist noch da.",
  "The connection to {0} broke while something was stored; whether it is there is not known.":
    "Die Verbindung zu {0} riss ab, während etwas gespeichert wurde; ob es da ist, ist nicht bekannt.",
  "Look whether it is there before you do it again.": "Nachsehen, ob es da ist, bevor Sie es noch einmal tun.",
  "DATABASE_URL is no address of a PostgreSQL database.": "DATABASE_URL ist keine Adresse einer PostgreSQL-Datenbank.",
  "It is written postgresql://USER:PASSWORD@HOST:5432/DATABASE; without it Kralle keeps everything in its home.":
    "Sie lautet postgresql://BENUTZER:PASSWORT@HOST:5432/DATENBANK; ohne sie bewahrt Kralle alles in seinem Heimordner auf.",
  "The database {0} is of PostgreSQL {1} with the encoding {2}; Kralle needs PostgreSQL 13 or newer and UTF8.":
    "Die Datenbank {0} ist von PostgreSQL {1} mit dem Zeichensatz {2}; Kralle braucht PostgreSQL 13 oder neuer und UTF8.",
  "Create one there with `createdb --encoding UTF8 --template template0`, and name it in DATABASE_URL.":
    "Dort mit `createdb --encoding UTF8 --template template0` eine anlegen und in DATABASE_URL nennen.",
  "The database holds the number {0}, which is larger than Kralle can count.":
    "In der Datenbank steht die Zahl {0}, die größer ist, als Kralle zählen kann.",
  "Another Kralle uses this home folder: {0}.": "Ein anderes Kralle benutzt diesen Heimordner: {~0}.",
  "process {0} ({1}) since {2}": "Prozess {0} ({1}) seit {2}",
  "a process that is just starting": "ein Prozess, der gerade startet",
  "Wait until it has finished or end it; or set KRALLE_HOME to another folder.":
    "Warten, bis es fertig ist, oder es beenden; oder KRALLE_HOME auf einen anderen Ordner setzen.",

  // what is remembered
  "More than {0} things cannot be remembered.": "Mehr als {0} Dinge lassen sich nicht merken.",
  "Forget some that are no longer needed: `kralle memory list`.":
    "Vergessen lassen, was nicht mehr gebraucht wird: `kralle memory list`.",
  "There is no memory {0}.": "Etwas Gemerktes mit der Kennung {0} gibt es nicht.",
  "`kralle memory list` shows what is remembered.": "`kralle memory list` zeigt, was gemerkt ist.",
  "There is nothing to remember in that.": "Darin ist nichts, was sich merken ließe.",
  "Say it in words.": "Es in Worten sagen.",
  "A memory may have {0} characters; this one has {1}.": "Gemerktes darf {0} Zeichen haben; das hier hat {1}.",
  "Say the few words that matter, or keep the text in a file.":
    "Die wenigen Worte sagen, auf die es ankommt, oder den Text in einer Datei halten.",
  "profile: {0} is wrong: {1}.": "Profil: {0} ist falsch: {~1}.",
  '"{0}" was not understood as working hours.': "„{0}“ war nicht als Arbeitszeit zu verstehen.",
  'Say them like "Mon-Thu 8-16, Fri 8-14".': "So sagen: „Mo-Do 8-16, Fr 8-14“.",

  // app
  "{0} cannot be written.": "{0} ist nicht beschreibbar.",
  "{0} cannot be read ({1}).": "{0} ist nicht lesbar ({1}).",
  "Check who may read this file.": "Prüfen, wer diese Datei lesen darf.",
  "{0} is not valid JSON: {1}": "{0} ist kein gültiges JSON: {~1}",
  "Correct the file, or remove it to get the defaults.":
    "Die Datei berichtigen, oder sie entfernen; dann gelten die Vorgaben.",
  "The model file {0} does not exist.": "Die Modelldatei {0} gibt es nicht.",
  "Check the path, or name a model: `kralle models` lists them.":
    "Den Pfad prüfen, oder ein Modell nennen: `kralle models` zeigt sie.",
  'The setting models.default names "{0}": {1}': "Die Einstellung models.default nennt „{0}“: {~1}",
  "{0} `kralle models default NAME` sets another.": "{~0} `kralle models default NAME` wählt ein anderes.",
  "{0} needs {1} of memory; this machine has {2}.": "{0} braucht {1} Speicher; dieser Rechner hat {2}.",
  "Choose a smaller model: `kralle models` says what each needs.":
    "Ein kleineres Modell wählen: `kralle models` sagt, was jedes braucht.",
  "The home folder {0} cannot be used ({1}).": "Der Heimordner {0} ist nicht zu benutzen ({1}).",
  "There is no item {0}.": "Einen Eintrag {0} gibt es nicht.",
  "There is no session {0}.": "Ein Gespräch {0} gibt es nicht.",
  "Start a new one without --session.": "Ohne --session ein neues beginnen.",
  "The workspace {0} is a file, not a folder.": "{0} ist eine Datei, kein Ordner.",
  "The workspace folder {0} does not exist.": "Den Ordner {0} gibt es nicht.",
  "Name an existing folder with --workspace.": "Mit --workspace einen Ordner nennen, den es gibt.",
  "{0} only shows that loading works; it cannot do any work.":
    "{0} zeigt nur, dass das Laden geht; arbeiten kann es nicht.",
  "Choose another: `kralle models` lists them. For a try, `--model` takes any.":
    "Ein anderes wählen: `kralle models` zeigt sie. Zum Probieren nimmt `--model` jedes.",
  "Nothing was done yet, so there is no plan to show.":
    "Es wurde noch nichts getan, also ist kein Plan da, der sich zeigen ließe.",
  'Ask for something first: kralle ask "…".': 'Zuerst einen Auftrag geben: kralle ask "…".',
  "There is no run {0}.": "Einen Lauf {0} gibt es nicht.",
  "`kralle why` without a name shows the last one.": "`kralle why` ohne Namen zeigt den letzten.",
  "{0}: {1} is wrong: {2}.": "{0}: {~1} ist falsch: {~2}.",
  "the input": "die Eingabe",
  "Correct this argument.": "Dieses Argument berichtigen.",
  "{0} could not be reached: {1}.": "{~0} war nicht zu erreichen: {~1}.",
  "Check the connection and try again.": "Die Verbindung prüfen und noch einmal versuchen.",
};
