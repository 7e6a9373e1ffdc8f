/** Errors of src/agent/ and src/guard/, in German. */
export const AGENT: Readonly<Record<string, string>> = {
  // guard
  "{0} is switched off.": "{0} ist ausgeschaltet.",
  "Allow it in the settings to use it.": "Es in den Einstellungen erlauben.",
  "{0} was not approved.": "{0} wurde nicht erlaubt.",
  "Ask for it again and approve it.": "Noch einmal darum bitten und es erlauben.",
  "{0} is to be asked about, and nobody is there to approve it.":
    "Zu {0} ist zu fragen, und niemand ist da, der es erlauben könnte.",
  '{0} has the effect "{1}", and nobody is there to approve it.':
    "{0} hat die Wirkung „{~1}“, und niemand ist da, der es erlauben könnte.",
  "Run the same request in a terminal (kralle chat) and approve it there.":
    "Den Auftrag in einem Terminal geben (kralle chat) und es dort erlauben.",
  "{0} has arguments that are too long to be shown to a person.":
    "{0} hat Argumente, die zu lang sind, um sie jemandem zu zeigen.",
  "Do it in smaller pieces.": "Es in kleineren Stücken tun.",
  "The secret {0} was changed in the database and cannot be opened.":
    "Das Geheimnis {0} wurde in der Datenbank verändert und lässt sich nicht öffnen.",
  "Set it again: kralle secret set {0}": "Es neu setzen: kralle secret set {0}",
  "The key of the secrets in {0} cannot be used.": "Der Schlüssel der Geheimnisse in {0} ist nicht zu gebrauchen.",
  "Bring it back from where you keep it, or move it away and set the secrets again.":
    "Ihn von dort zurückholen, wo er aufgehoben ist, oder ihn wegbewegen und die Geheimnisse neu setzen.",
  "That cannot be the name of a secret.": "So kann ein Geheimnis nicht heißen.",
  "Take small letters, digits, dots, - and _, at most 64, beginning with a letter or digit.":
    "Kleine Buchstaben, Ziffern, Punkte, - und _ nehmen, höchstens 64, am Anfang ein Buchstabe oder eine Ziffer.",
  "A secret has {0} to {1} characters.": "Ein Geheimnis hat {0} bis {1} Zeichen.",
  "Give the whole of it, from the standard input.": "Es ganz angeben, über die Standardeingabe.",
  "There is no secret of this name.": "Ein Geheimnis dieses Namens gibt es nicht.",
  "`kralle secret list` shows them.": "`kralle secret list` zeigt sie.",
  "There is no secret for {0} under the name that its settings give.":
    "Für {0} gibt es unter dem Namen, den die Einstellungen nennen, kein Geheimnis.",
  "Set it: kralle secret set NAME; the settings name it as secret:NAME.":
    "Es setzen: kralle secret set NAME; die Einstellungen nennen es als secret:NAME.",
  "The key that opens the secret {0} is not on this machine.":
    "Der Schlüssel, der das Geheimnis {0} öffnet, ist nicht auf diesem Rechner.",
  "Unlock the keyring of the system, or set the secret again: kralle secret set {0}":
    "Den Schlüsselbund des Systems aufschließen oder das Geheimnis neu setzen: kralle secret set {0}",
  "An argument is nested too deeply.": "Ein Argument ist zu tief verschachtelt.",
  "An argument holds a value that JSON cannot express ({0}).":
    "Ein Argument enthält einen Wert, den JSON nicht ausdrücken kann ({0}).",
  "The command is empty.": "Der Befehl ist leer.",
  "The command holds a NUL character.": "Der Befehl enthält ein NUL-Zeichen.",
  "{0} is no folder.": "{0} ist kein Ordner.",
  "The sandbox could not be started: {0}.": "Die Sandbox ließ sich nicht starten: {~0}.",
  "no reason given": "ohne Angabe eines Grundes",
  "Check that your system allows unprivileged user namespaces (kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns), and that the folder for temporary files can be entered by all.":
    "Prüfen, ob das System Benutzer-Namensräume ohne Sonderrechte erlaubt (kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns) und ob der Ordner für temporäre Dateien für alle zugänglich ist.",
  "Programs of others run in a sandbox only, and there is none on this machine.":
    "Fremde Programme laufen nur in einer Sandbox, und auf diesem Rechner ist keine.",
  "Install bubblewrap: sudo apt install bubblewrap (or dnf, pacman, apk).":
    "bubblewrap installieren: sudo apt install bubblewrap (oder dnf, pacman, apk).",
  "Run Kralle inside WSL 2 with bubblewrap; all else works without.":
    "Kralle in WSL 2 mit bubblewrap starten; alles andere geht auch ohne.",
  "They need Linux with bubblewrap; all else works without.":
    "Sie brauchen Linux mit bubblewrap; alles andere geht auch ohne.",

  // workspace
  "A path is empty or too long.": "Ein Pfad ist leer oder zu lang.",
  "{0} cannot be made: {1}.": "{0} lässt sich nicht anlegen: {~1}.",
  '"{0}" is a device on Windows': "„{0}“ ist unter Windows ein Gerät",
  "a name holds a control character or a backslash": "ein Name enthält ein Steuerzeichen oder einen Rückstrich",
  "a name ends in a space or a dot": "ein Name endet mit einem Leerzeichen oder Punkt",
  "a name holds a character that Windows forbids": "ein Name enthält ein Zeichen, das Windows verbietet",
  "a name is longer than 255 bytes": "ein Name ist länger als 255 Bytes",
  "Choose a plain file name.": "Einen einfachen Dateinamen wählen.",
  "{0} lies in {1}, which Kralle never changes.": "{0} liegt in {1}; das ändert Kralle nie.",
  "Change it yourself if you need to.": "Wenn nötig, selbst ändern.",
  "{0} leads outside the workspace: {1}.": "{0} führt aus dem Arbeitsordner hinaus: {~1}.",
  "it holds a character no path can have": "darin ist ein Zeichen, das kein Pfad haben kann",
  "it is absolute": "der Pfad ist absolut",
  "it is an address": "das ist eine Adresse",
  'it goes up with ".."': "der Pfad steigt mit „..“ auf",
  "it names a home folder": "der Pfad nennt einen Heimordner",
  "a folder on the way is a link": "ein Ordner auf dem Weg ist ein Link",
  "it goes through a link to nowhere": "der Weg führt über einen Link ins Leere",
  "it goes through a link": "der Weg führt über einen Link",
  "that folder is Kralle's own": "dieser Ordner gehört Kralle selbst",
  "it is a link": "das ist ein Link",
  "it is a hard link, the same file under another name": "das ist ein harter Link, dieselbe Datei unter anderem Namen",
  "Use a path relative to the workspace folder.": "Einen Pfad innerhalb des Arbeitsordners nehmen.",
  "There is no file {0} in the workspace.": "Eine Datei {0} gibt es im Arbeitsordner nicht.",
  "List the files to see their names.": "Die Dateien auflisten, um ihre Namen zu sehen.",
  "{0} is the workspace itself, not a file.": "{0} ist der Arbeitsordner selbst, keine Datei.",
  "{0} does not exist: {1} is a file, not a folder.": "{0} gibt es nicht: {1} ist eine Datei, kein Ordner.",
  "{0} may not be read by your user.": "{0} dürfen Sie nicht lesen.",
  "Change the file's permissions.": "Die Rechte der Datei ändern.",
  "{0} is no ordinary file (a device, pipe or socket).":
    "{0} ist keine gewöhnliche Datei (sondern ein Gerät, eine Pipe oder ein Socket).",
  "{0} is a folder, not a file.": "{0} ist ein Ordner, keine Datei.",
  "Name a file in it.": "Eine Datei darin nennen.",
  "The system refuses access to {0}.": "Das System verweigert den Zugriff auf {0}.",
  "Give your user access to the file and its folder, or choose another workspace.":
    "Sich Zugriff auf die Datei und ihren Ordner geben, oder einen anderen Arbeitsordner wählen.",
  "{0} has {1}; files are read up to {2}.": "{0} hat {1}; gelesen werden Dateien bis {2}.",
  "Split the file, or take the part that matters into a smaller one.":
    "Die Datei teilen, oder den nötigen Teil in eine kleinere übernehmen.",
  "{0} exists already.": "{0} gibt es schon.",
  "Choose another name, or remove the file first.": "Einen anderen Namen wählen, oder die Datei vorher entfernen.",
  "{0} lies in itself.": "{0} liegt in sich selbst.",
  "{0} is a link; links are neither moved nor removed.":
    "{0} ist ein Link; Links werden weder verschoben noch entfernt.",
  "Name the file it leads to.": "Die Datei nennen, auf die er zeigt.",
  "The workspace {0} holds more than {1} files.": "Der Arbeitsordner {0} enthält mehr als {1} Dateien.",
  "Choose a folder further down with --workspace.": "Mit --workspace einen Ordner weiter unten wählen.",
  "There is no change in this workspace that could be undone.":
    "In diesem Ordner gibt es keine Änderung, die sich zurücknehmen ließe.",
  "{0} {1} since; undoing would lose that.": "{0} {~1}; das Zurücknehmen würde das verlieren.",
  "is gone": "ist inzwischen weg",
  "is there again": "ist inzwischen wieder da",
  "was changed": "wurde inzwischen geändert",
  "Put the file back as it was or copy it elsewhere, then undo again.":
    "Die Datei wieder herstellen, wie sie war, oder anderswohin kopieren; dann noch einmal zurücknehmen.",
  "{0} is a file, not a folder.": "{0} ist eine Datei, kein Ordner.",
  "Name a folder with --workspace.": "Mit --workspace einen Ordner nennen.",
  "{0} is Kralle's own home folder.": "{0} ist Kralles eigener Heimordner.",
  "Choose another folder.": "Einen anderen Ordner wählen.",

  // the agent and its plans
  "The budget of {0} ended before the work was done.":
    "Das Budget reichte nicht: {~0} waren zu Ende, bevor die Arbeit getan war.",
  "{0} seconds": "{0} Sekunden",
  "{0} steps": "{0} Schritte",
  "{0} tokens": "{0} Token",
  "Grant more with {0}, or ask for a smaller piece.": "Mit {0} mehr erlauben, oder um ein kleineres Stück bitten.",
  "{0} is no longer there.": "{0} ist nicht mehr da.",
  "Ask again.": "Noch einmal fragen.",
  "There is no file {0}.": "Eine Datei {0} gibt es nicht.",
  "There is no heading {0} in the file.": "Eine Überschrift {0} gibt es in der Datei nicht.",
  "Name the heading as it stands in the file.": "Die Überschrift so nennen, wie sie in der Datei steht.",
  "Kralle cannot write {0} files.": "Dateien der Art {0} kann Kralle nicht schreiben.",
  "Name a .csv, .xlsx, .md or .txt file.": "Eine .csv-, .xlsx-, .md- oder .txt-Datei nennen.",
  "The result has no column of numbers to add up.": "Das Ergebnis hat keine Zahlenspalte zum Zusammenzählen.",
  "{0} was changed since the plan was made.": "{0} wurde geändert, seit der Plan entstand.",
  "The rows of {0} are no longer there.": "Die Zeilen von {0} sind nicht mehr da.",
  "The tables of {0} cannot be put together.": "Die Tabellen von {0} lassen sich nicht zusammenfügen.",
  'There is no table "{0}".': "Eine Tabelle „{0}“ gibt es nicht.",
  'There is no column "{0}".': "Eine Spalte „{0}“ gibt es nicht.",
  '"{0}" holds no numbers.': "„{0}“ enthält keine Zahlen.",
  "{0} does not stand in {1} as it did before.": "{0} steht nicht mehr so in {1} wie vorher.",
  "There is nothing to summarise in {0}.": "In {0} ist nichts zusammenzufassen.",
  "Name a file that has text.": "Eine Datei nennen, die Text enthält.",
  'The plan language has no operation "{0}".': "Die Plansprache hat keine Operation „{0}“.",
  "{0}: {1} {2}": "{0}: {1} {~2}",
  'There is no tool "{0}".': "Ein Werkzeug „{0}“ gibt es nicht.",
  "The work did not come to an end in {0} rounds.": "Die Arbeit kam in {0} Runden nicht zu Ende.",
  "Ask for a smaller piece.": "Um ein kleineres Stück bitten.",
  "There is no result {0}.": "Ein Ergebnis {0} gibt es nicht.",
};
