/** Errors of naming, resolving and pinning models that are fetched, in German. */
export const PULL: Readonly<Record<string, string>> = {
  '"{0}" names no model of a hub or a registry.': "„{0}“ nennt kein Modell eines Hubs oder einer Registry.",
  "Write hf:OWNER/REPO, hf:OWNER/REPO:Q4_K_M, hf:OWNER/REPO:FILE.gguf, or ollama:NAME:TAG.":
    "Zu schreiben ist hf:EIGENTÜMER/REPO, hf:EIGENTÜMER/REPO:Q4_K_M, hf:EIGENTÜMER/REPO:DATEI.gguf oder ollama:NAME:TAG.",
  "is damaged: it is part {0} of {1}": "ist beschädigt: Sie ist Teil {0} von {1}",
  "is the first of {0} parts, and its name says {1}": "ist der erste von {0} Teilen, und ihr Name sagt {1}",
  "is one part of {0}, and {1} does not lie beside it": "ist einer von {0} Teilen, und {1} liegt nicht daneben",
  "{0} has no {1}.": "{0} hat kein {~1}.",
  "GGUF file": "GGUF-Modell",
  "It has: {0}.": "Vorhanden: {~0}.",
  "no whole GGUF file with a digest": "keine ganze GGUF-Datei mit Digest",
  "answered {0}: it wants an account that may read this (HF_TOKEN at the hub)":
    "antwortete {0}: Es will ein Konto, das dies lesen darf (beim Hub HF_TOKEN)",
  "names no SHA-256 and size for {0}": "nennt keinen SHA-256 und keine Größe für {0}",
  "does not have it (404)": "hat es nicht (404)",
  "redirects to an address without encryption": "leitet auf eine Adresse ohne Verschlüsselung um",
  "sends more than {0} bytes where a short answer belongs":
    "schickt mehr als {0} Bytes, wo eine kurze Antwort hingehört",
  "answered with no JSON where {0} belongs": "antwortete ohne JSON, wo {~0} hingehört",
  "answered with another shape than {0} has ({1})": "antwortete in anderer Form, als {~0} hat ({1})",
  "a repository": "ein Repository",
  "a list of files": "eine Liste von Dateien",
  "a manifest": "ein Manifest",
  "a config": "eine Konfiguration",
  "a list of parameters": "eine Liste von Parametern",
  "The hub has {0} with the SHA-256 {1}; the catalogue knows it as {2}.":
    "Der Hub hat {0} mit dem SHA-256 {1}; der Katalog kennt es als {2}.",
  "If its author has replaced the file, name it yourself: `kralle models pull hf:{0}`.":
    "Hat der Urheber die Datei ersetzt, sie selbst nennen: `kralle models pull hf:{0}`.",
  "ollama:{0} is no file: it runs only on the servers of {1}.":
    "ollama:{0} ist keine Datei: Es läuft nur auf den Servern von {1}.",
  "Take another source of this model (`kralle models search`), or let an Ollama that runs here serve it: `kralle engine add ollama --type ollama --url http://127.0.0.1:11434`.":
    "Eine andere Quelle dieses Modells nehmen (`kralle models search`), oder es von einem Ollama, das hier läuft, bedienen lassen: `kralle engine add ollama --type ollama --url http://127.0.0.1:11434`.",
  "ollama:{0} ({1}) is kept in a form of its own that only Ollama can load.":
    "ollama:{0} ({1}) liegt in einer eigenen Form vor, die nur Ollama laden kann.",
  "ollama:{0} has {1} GGUF files where one belongs.": "ollama:{0} hat {1} GGUF-Dateien, wo eine hingehört.",
  "names a text of {0} bytes": "nennt einen Text von {0} Bytes",
  "delivered {0} with the SHA-256 {1}": "lieferte {0} mit dem SHA-256 {1}",
  '"{0}" is no quantisation.': "„{0}“ ist keine Quantisierung.",
  "Quantisations are called Q4_K_M, Q5_K_M, Q8_0, F16 …; without one the usual one is taken.":
    "Quantisierungen heißen Q4_K_M, Q5_K_M, Q8_0, F16 …; ohne eine wird die übliche genommen.",
  '{0} is not known to be at the source "{1}".': "Von {0} ist nicht bekannt, dass die Quelle „{1}“ es hat.",
  "It can be had from: {0}.": "Zu haben ist es von: {0}.",
  'The name says "{0}" and --from says "{1}".': "Der Name sagt „{0}“ und --from sagt „{1}“.",
  "Leave one of them out.": "Eines von beiden weglassen.",
  "The name says already which file is meant; --quant cannot choose another one.":
    "Der Name sagt schon, welche Datei gemeint ist; --quant kann keine andere wählen.",
  "Leave --quant out. Of Ollama's registry the tag says the quantisation: ollama:qwen3:8b-q8_0.":
    "--quant weglassen. In Ollamas Registry sagt der Tag die Quantisierung: ollama:qwen3:8b-q8_0.",
  '{0} installed models with different content are called "{1}".':
    "{0} installierte Modelle mit verschiedenem Inhalt heißen „{1}“.",
  "{0} is under a licence that has to be accepted first: {1}.{2}":
    "{0} steht unter einer Lizenz, die erst angenommen werden muss: {1}.{~2}",
  " Its text: {0}": " Ihr Text: {0}",
  "Read it; if you accept it: `kralle models pull {0} --accept-licence`.":
    "Den Text lesen; wer die Lizenz annimmt: `kralle models pull {0} --accept-licence`.",
  "What was delivered as {0} is no GGUF file that can be used.":
    "Was als {0} geliefert wurde, ist keine brauchbare GGUF-Datei.",
  "Nothing was kept. Choose another file or another source.":
    "Nichts wurde behalten. Eine andere Datei oder eine andere Quelle wählen.",
  "{0} has the SHA-256 {1} at {2} now; when it was first fetched ({3}) it had {4}.":
    "{0} hat bei {2} jetzt den SHA-256 {1}; beim ersten Holen ({3}) war es {4}.",
  "If you expect a new version of the model, take it with --repin; else do not trust this source.":
    "Wer eine neue Fassung des Modells erwartet, nimmt sie mit --repin; sonst dieser Quelle nicht trauen.",
  "{0}, the list of digests of fetched models, is damaged.":
    "{0}, die Liste der Digests geholter Modelle, ist beschädigt.",
  "Correct or remove it; without it the next pull of a name takes whatever its source has.":
    "Die Liste berichtigen oder entfernen; ohne sie nimmt das nächste Holen eines Namens, was seine Quelle hat.",
  "{0} vanished while it was installed.": "{0} verschwand, während es installiert wurde.",
  "Fetch the model again.": "Das Modell noch einmal holen.",
  "No source could say what {0} is:\n{1}": "Keine Quelle konnte sagen, was {0} ist:\n{~1}",
  "Check the connection and the name, name a mirror (KRALLE_HUB_URL, KRALLE_OLLAMA_REGISTRY), or bring a file: `kralle models import FILE`.":
    "Verbindung und Namen prüfen, einen Spiegel nennen (KRALLE_HUB_URL, KRALLE_OLLAMA_REGISTRY), oder eine Datei bringen: `kralle models import DATEI`.",
};
