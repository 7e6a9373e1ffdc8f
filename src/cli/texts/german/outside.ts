/**
 * What others say inside our messages (zod, Node, the system), and single words of ours. Unlike the other catalogues, no
 * place in src/ has these texts, so that no test can say which are still needed.
 */
export const OUTSIDE: Readonly<Record<string, string>> = {
  // zod
  "Invalid input: expected {0}, received {1}": "erwartet ist {~0}, da steht {~1}",
  "Invalid input: expected {0}": "erwartet ist {~0}",
  "Invalid option: expected one of {0}": "möglich sind {0}",
  "Too small: expected {0} to have >={1} {2}": "zu kurz, mindestens {1} {~2}",
  "Too big: expected {0} to have <={1} {2}": "zu lang, höchstens {1} {~2}",
  "Too small: expected {0} to be >={1}": "zu klein, mindestens {1}",
  "Too small: expected {0} to be >{1}": "zu klein, mehr als {1}",
  "Too big: expected {0} to be <={1}": "zu groß, höchstens {1}",
  "Too big: expected {0} to be <{1}": "zu groß, weniger als {1}",
  "Invalid string: must match pattern {0}": "passt nicht zum Muster {0}",
  "Unrecognized key: {0}": "unbekannter Schlüssel {0}",
  "Unrecognized keys: {0}": "unbekannte Schlüssel {0}",
  "Invalid input": "ungültig",
  string: "ein Text",
  number: "eine Zahl",
  int: "eine ganze Zahl",
  boolean: "Ja oder Nein (true, false)",
  object: "ein Objekt",
  array: "eine Liste",
  record: "ein Objekt",
  null: "null",
  undefined: "nichts",
  characters: "Zeichen",
  items: "Einträge",

  // JSON.parse
  "Expected property name or '}' in JSON at position {0} (line {1} column {2})":
    "Zeile {1}, Spalte {2}: ein Name in Anführungszeichen oder „}“ fehlt",
  "Expected ',' or '}' after property value in JSON at position {0} (line {1} column {2})":
    "Zeile {1}, Spalte {2}: „,“ oder „}“ fehlt",
  "Expected ',' or ']' after array element in JSON at position {0} (line {1} column {2})":
    "Zeile {1}, Spalte {2}: „,“ oder „]“ fehlt",
  "Expected double-quoted property name in JSON at position {0} (line {1} column {2})":
    "Zeile {1}, Spalte {2}: ein Name in Anführungszeichen fehlt",
  "Expected ':' after property name in JSON at position {0} (line {1} column {2})": "Zeile {1}, Spalte {2}: „:“ fehlt",
  "Unterminated string in JSON at position {0} (line {1} column {2})": "Zeile {1}, Spalte {2}: ein Text hat kein Ende",
  "Unexpected non-whitespace character after JSON at position {0} (line {1} column {2})":
    "Zeile {1}, Spalte {2}: nach dem Ende steht noch etwas",
  "Bad control character in string literal in JSON at position {0} (line {1} column {2})":
    "Zeile {1}, Spalte {2}: ein Steuerzeichen in einem Text",
  "Unexpected end of JSON input": "der Text endet zu früh",
  "Unexpected token {0}, {1} is not valid JSON": "unerwartet ist {0} in {1}",

  // the system
  "EACCES: permission denied, {0}": "keine Berechtigung (EACCES), {0}",
  "EPERM: operation not permitted, {0}": "nicht erlaubt (EPERM), {0}",
  "EROFS: read-only file system, {0}": "das Dateisystem lässt nur Lesen zu (EROFS), {0}",
  "ENOENT: no such file or directory, {0}": "Datei oder Ordner fehlt (ENOENT), {0}",
  "ENOTDIR: not a directory, {0}": "kein Ordner (ENOTDIR), {0}",
  "EEXIST: file already exists, {0}": "Datei gibt es schon (EEXIST), {0}",
  "EISDIR: illegal operation on a directory, {0}": "das ist ein Ordner (EISDIR), {0}",
  "ENOSPC: no space left on device, {0}": "kein Platz mehr (ENOSPC), {0}",
  "EMFILE: too many open files, {0}": "zu viele offene Dateien (EMFILE), {0}",
  "EBUSY: resource busy or locked, {0}": "wird gerade benutzt (EBUSY), {0}",
  "connect ECONNREFUSED {0}": "Verbindung abgelehnt (ECONNREFUSED {0})",
  "getaddrinfo ENOTFOUND {0}": "Name unbekannt (ENOTFOUND {0})",
  "getaddrinfo EAI_AGAIN {0}": "Namen lassen sich gerade nicht auflösen (EAI_AGAIN {0})",
  "read ECONNRESET": "Verbindung abgerissen (ECONNRESET)",
  "socket hang up": "Verbindung abgerissen",
  "fetch failed": "die Anfrage ging nicht hinaus",
  "other side closed": "die Gegenseite hat die Verbindung beendet",
  "bad port": "unzulässiger Port",
  "database disk image is malformed": "der Inhalt ist beschädigt",
  "file is not a database": "die Datei ist keine Datenbank",
  "disk I/O error": "Lese- oder Schreibfehler der Platte",
  "unable to open database file": "die Datei lässt sich nicht öffnen",
  "attempt to write a readonly database": "die Datei ist schreibgeschützt",

  // pip
  "No matching distribution found for {0}": "ein Paket {0} ist dort nicht zu finden",

  // sources of weights
  "hub {0} ({1})": "Hub {0} ({1})",
  "package index through pip ({0})": "Paketindex über pip ({~0})",
  "{0} and {1} more": "{0} und {1} weitere",

  // the limits and effects of tools
  time: "Zeit",
  memory: "Speicher",
  processes: "Prozesse",
  disk: "Platte",
  output: "Ausgabe",
  read: "Lesen",
  write: "Schreiben",
  outside: "nach außen",
};
