/** Errors of src/agent/mcp/, src/agent/skills/ and what app/ does with them, in German. */
export const MCP: Readonly<Record<string, string>> = {
  "The MCP server {0} ended: there is no program {1}.":
    "Der MCP-Server {0} ist zu Ende: Ein Programm {1} gibt es nicht.",
  "The MCP server {0} may not see {1}, which is Kralle's own.":
    "Der MCP-Server {0} darf {1} nicht sehen; das gehört Kralle.",
  "Take it out of mcp.servers.{0}.folders.": "Aus mcp.servers.{0}.folders herausnehmen.",
  "There is no folder {0}.": "Einen Ordner {0} gibt es nicht.",
  "Correct the settings.": "Die Einstellungen berichtigen.",
  "{0} cannot be a folder of a sandbox.": "{0} kann kein Ordner einer Sandbox sein.",
  "Name a folder with files of your own.": "Einen Ordner mit eigenen Dateien nennen.",
  "The MCP server {0} ended: {1}": "Der MCP-Server {0} ist zu Ende: {~1}",
  "Try its command by hand; `kralle mcp list` shows it.":
    "Seinen Befehl von Hand versuchen; `kralle mcp list` zeigt ihn.",
  "The MCP server {0} is on another machine.": "Der MCP-Server {0} ist auf einem anderen Rechner.",
  "Set mcp.servers.{0}.allowRemote, if what is asked may leave this machine.":
    "mcp.servers.{0}.allowRemote setzen, wenn Fragen diesen Rechner verlassen dürfen.",
  "The MCP server {0} gave no answer within {1} seconds.": "Der MCP-Server {0} antwortete {1} Sekunden lang nicht.",
  "The MCP server {0} answered {1}.": "Der MCP-Server {0} antwortete {1}.",
  "The MCP server {0} says too much.": "Der MCP-Server {0} sagt zu viel.",
  "The MCP server {0} failed: {1}": "Der MCP-Server {0} scheiterte: {~1}",
  "no answer of the protocol": "keine Antwort des Protokolls",
  "The MCP server {0} lists its tools in another form.": "Der MCP-Server {0} nennt seine Werkzeuge in anderer Form.",
  "The tool {0} of {1} failed: {2}": "Das Werkzeug {0} von {1} scheiterte: {2}",
  "The MCP server {0} offers other tools than those that were approved.":
    "Der MCP-Server {0} bietet andere Werkzeuge als die zugelassenen.",
  "Look at them and approve them: kralle mcp approve {0}": "Ansehen und zulassen: kralle mcp approve {0}",
  "The variable {0}, which shall hold the token of the MCP server {1}, is not set.":
    "Die Variable {0}, die den Schlüssel des MCP-Servers {1} enthalten soll, ist nicht gesetzt.",
  "There is no MCP server {0}.": "Es gibt keinen MCP-Server {0}.",
  "`kralle mcp list` shows those of the settings (mcp.servers).":
    "`kralle mcp list` zeigt die der Einstellungen (mcp.servers).",
  "Line {0} of the front matter cannot be read.": "Zeile {0} des Vorspanns ist nicht lesbar.",
  "Line {0} of the front matter holds a colon: put its value in quotes.":
    "Zeile {0} des Vorspanns enthält einen Doppelpunkt: den Wert in Anführungszeichen setzen.",
  "There is no front matter: its first line is to be ---.": "Ein Vorspann fehlt: Die erste Zeile muss --- sein.",
  "The front matter has no end: a line --- is missing.": "Der Vorspann hat kein Ende: Eine Zeile --- fehlt.",
  "The front matter is too long.": "Der Vorspann ist zu lang.",
  "The front matter names {0} twice.": "Der Vorspann nennt {0} zweimal.",
  "The front matter's {0} is no text.": "{0} im Vorspann ist kein Text.",
  "The front matter's allowed-tools is no list.": "allowed-tools im Vorspann ist keine Liste.",
  "The front matter's allowed-tools is too long.": "allowed-tools im Vorspann ist zu lang.",
  "The front matter's metadata is no list of keys with values.":
    "metadata im Vorspann ist keine Liste von Schlüsseln mit Werten.",
  "A skill's name is small letters, digits and single hyphens, at most 64.":
    "Der Name eines Skills besteht aus kleinen Buchstaben, Ziffern und einzelnen Bindestrichen, höchstens 64.",
  "The skill's name is not that of its folder.": "Der Name des Skills ist nicht der seines Ordners.",
  "A skill's description has 1 to 1024 characters.": "Die Beschreibung eines Skills hat 1 bis 1024 Zeichen.",
  "The skill has no instructions.": "Der Skill enthält keine Anleitung.",
  "SKILL.md is no UTF-8 text.": "SKILL.md ist kein UTF-8-Text.",
  "SKILL.md is longer than 64 kB.": "SKILL.md ist länger als 64 kB.",
  "There is no SKILL.md in {0}.": "In {0} gibt es keine SKILL.md.",
  "A file of the skill cannot be read.": "Eine Datei des Skills ist nicht lesbar.",
  "The skill's folders are nested too deeply.": "Die Ordner des Skills sind zu tief verschachtelt.",
  "The skill holds a link or something else that is no file.":
    "Der Skill enthält einen Verweis oder etwas anderes, das keine Datei ist.",
  "The skill has more than 200 files.": "Der Skill hat mehr als 200 Dateien.",
  "The skill's files are larger than 8 MB.": "Die Dateien des Skills sind größer als 8 MB.",
  "The skill {0} cannot be used: {1}": "Der Skill {0} ist nicht brauchbar: {~1}",
  "Mend its SKILL.md: {0}": "Seine SKILL.md berichtigen: {0}",
  "There is no skill {0}.": "Es gibt keinen Skill {0}.",
  "`kralle skills list` shows those of the home and of the current folder.":
    "`kralle skills list` zeigt die des Heimordners und des aktuellen Ordners.",
  "The skill {0} has changed since it was looked at.": "Der Skill {0} hat sich geändert, seit er angesehen wurde.",
  "Look at it again: kralle skills show {0}": "Noch einmal ansehen: kralle skills show {0}",
  "The skill {0} is not approved.": "Der Skill {0} ist nicht zugelassen.",
  "its message is too long": "seine Nachricht ist zu lang",
  "it was closed": "er wurde geschlossen",
};
