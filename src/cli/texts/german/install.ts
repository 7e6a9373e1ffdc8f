/** Errors of fetching weights and of installing the engine, in German. */
export const INSTALL: Readonly<Record<string, string>> = {
  "Another process is fetching {0}.": "Ein anderer Prozess holt gerade {0}.",
  "Wait for it to finish, or end it.": "Auf ihn warten, oder ihn beenden.",
  "{0} has the SHA-256 {1}, not {2}.": "{0} hat den SHA-256 {1}, nicht {2}.",
  "Remove and fetch it again: `kralle models rm {0}`, then `kralle models pull {1}`.":
    "Entfernen und noch einmal holen: `kralle models rm {0}`, dann `kralle models pull {1}`.",
  '"{0}" is not installed.': "„{0}“ ist nicht installiert.",
  "No model is installed yet: `kralle setup` fetches one.":
    "Es ist noch kein Modell installiert: `kralle setup` holt eines.",
  "Installed: {0}.": "Installiert: {0}.",
  "{0} needs {1} MB of disk, {2} MB are free in {3}.": "{~0} braucht {1} MB auf der Platte; in {3} sind {2} MB frei.",
  "A copy of the model": "Eine Kopie des Modells",
  "Fetching {0}": "Das Holen von {0}",
  "The engine pack": "Das Paket der Engine",
  "Free some space, or set KRALLE_HOME to a folder on a larger disk.":
    "Platz schaffen, oder KRALLE_HOME auf einen Ordner auf einer größeren Platte setzen.",
  "Fetching the model was cancelled.": "Das Holen des Modells wurde abgebrochen.",
  "What was received is kept; the next try goes on from there.":
    "Was angekommen ist, bleibt; der nächste Versuch macht dort weiter.",
  "{0} cannot be written ({1}).": "{0} ist nicht beschreibbar ({1}).",
  "Set KRALLE_HOME to a folder that you may write to.":
    "KRALLE_HOME auf einen Ordner setzen, in den Sie schreiben dürfen.",

  // sources of weights
  "{0} was delivered with a wrong SHA-256 and removed:\n{1}":
    "{0} kam mit falschem SHA-256 an und wurde entfernt:\n{~1}",
  "No source could deliver {0}:\n{1}": "Keine Quelle konnte {0} liefern:\n{~1}",
  "- {0}: delivered bytes with another SHA-256": "- {~0}: lieferte Bytes mit anderem SHA-256",
  "- {0}: {1}": "- {~0}: {~1}",
  "Fetch {0} ({1} bytes) on another machine, set KRALLE_MODEL_PATH to the file or its folder, and try again.":
    "{0} ({1} Bytes) auf einem anderen Rechner holen, KRALLE_MODEL_PATH auf die Datei oder ihren Ordner setzen und noch einmal versuchen.",
  "delivered more bytes than the model has": "lieferte mehr Bytes, als das Modell hat",
  "broke off at byte {0}": "brach bei Byte {0} ab",
  "took longer than {0} s": "dauerte länger als {0} s",
  "answered {0}{1}": "antwortete {0}{~1}",
  ", asks to wait {0} s": ", bittet um {0} s Geduld",
  "answered {0}": "antwortete {0}",
  "answered with an unreadable Content-Range": "antwortete mit unlesbarem Content-Range",
  "answered from byte {0}": "antwortete ab Byte {0}",
  "has {0} bytes where the model has {1}": "hat {0} Bytes, das Modell aber {1}",
  "answered without a body": "antwortete ohne Inhalt",
  "sent nothing for {0} s": "schickte {0} s lang nichts",
  "offline mode is set": "der Offline-Modus ist eingestellt",
  "{0} is no http(s) address": "{0} ist keine http(s)-Adresse",
  "did not answer in time": "antwortete nicht rechtzeitig",
  "cannot be reached ({0})": "ist nicht zu erreichen ({~0})",
  "the connection ended early": "die Verbindung endete zu früh",
  "cannot be read ({0})": "ist nicht lesbar ({0})",
  "does not exist": "gibt es nicht",
  "holds no file of {0} bytes": "enthält keine Datei mit {0} Bytes",
  "pip {0}": "pip {~0}",
  "ended with code {0}": "endete mit Code {0}",
  "says: {0}": "sagt: {~0}",
  "pip delivered no wheel for {0}": "pip lieferte kein Paket für {0}",
  "pip failed: {0}": "pip versagte: {~0}",
  "the package index did not answer in time": "der Paketindex antwortete nicht rechtzeitig",
  "the package index sent nothing more": "der Paketindex schickte nichts mehr",
  "{0}: {1} has {2} bytes, not {3}": "{0}: {1} hat {2} Bytes, nicht {3}",
  "{0} {1} holds no {2}": "{0} {1} enthält kein {2}",
  "the wheel of {0} is damaged ({1})": "das Paket {0} ist beschädigt ({~1})",
  "no pip on this machine (pip, pip3, python3 -m pip, py -m pip)":
    "kein pip auf diesem Rechner (pip, pip3, python3 -m pip, py -m pip)",
  "part out of range": "ein Teil liegt außerhalb des Modells",

  // engine
  "The engine is installed with npm, and there is no npm on this machine.":
    "Die Engine wird mit npm installiert, und auf diesem Rechner ist kein npm.",
  "Install npm (it comes with Node.js) so that `npm --version` works, then try again.":
    "npm installieren (es kommt mit Node.js), bis `npm --version` geht, dann noch einmal versuchen.",
  "The engine could not be installed: npm {0} {1}": "Die Engine ließ sich nicht installieren: npm {0} {~1}",
  "took longer than ten minutes": "dauerte länger als zehn Minuten",
  "Try again; `npm --version` shows whether npm works here.":
    "Noch einmal versuchen; `npm --version` zeigt, ob npm hier geht.",
  "npm could not reach its registry. Check the network, or npm's proxy and registry settings (`npm config ls`); this is needed once.":
    "npm konnte seine Paketquelle nicht erreichen. Das Netz prüfen, oder Proxy und Paketquelle von npm (`npm config ls`); nötig ist das nur einmal.",
  "The registry delivered a package with other content than the lock file says. Do not use that registry.":
    "Die Paketquelle lieferte ein Paket mit anderem Inhalt, als die Sperrdatei sagt. Diese Quelle nicht benutzen.",
  "The registry that npm is set to does not have these packages; `npm config get registry` shows which it is.":
    "Die Paketquelle, die npm eingestellt hat, hat diese Pakete nicht; `npm config get registry` zeigt, welche es ist.",
  "Free some disk space and try again.": "Platz auf der Platte schaffen und noch einmal versuchen.",
  "npm may not write there. Check who owns Kralle's home and npm's cache.":
    "npm darf dort nicht schreiben. Prüfen, wem Kralles Heimordner und der Zwischenspeicher von npm gehören.",
  "There is no prebuilt engine for {0}.": "Für {~0} gibt es keine fertige Engine.",
  "{0} {1} with the musl C library": "{0} {1} mit der C-Bibliothek musl",
  "Use Linux with glibc (x64, arm64), macOS or Windows, for instance a Debian container.":
    "Linux mit glibc (x64, arm64), macOS oder Windows nehmen, zum Beispiel einen Debian-Container.",
  "Installing the engine was cancelled.": "Das Installieren der Engine wurde abgebrochen.",
  "npm ended without an error, but did not install the engine.":
    "npm endete ohne Fehler, hat die Engine aber nicht installiert.",
  "`npm config ls` shows whether a setting of npm here keeps it from installing.":
    "`npm config ls` zeigt, ob eine Einstellung von npm das Installieren verhindert.",
  "The list of the engine's packages for {0} is missing in {1}.":
    "Die Liste der Pakete der Engine für {0} fehlt in {1}.",
  "Kralle's own files are incomplete: install it again.":
    "Kralles eigene Dateien sind unvollständig: Kralle neu installieren.",
};
