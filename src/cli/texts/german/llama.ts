/** Errors of src/models/llama-server/ and src/models/embed/, in German. */
export const LLAMA: Readonly<Record<string, string>> = {
  "{0} cannot see images through this engine.": "{0} kann über diese Engine keine Bilder sehen.",
  "Use a model that can: through a llama-server or Ollama.":
    "Ein Modell nehmen, das es kann: über einen llama-server oder Ollama.",
  "This llama-server was built for another processor: it ended (SIGILL) while it loaded the model.":
    "Dieser llama-server ist für einen anderen Prozessor gebaut: Er endete (SIGILL), während er das Modell lud.",
  "Take an official release of llama.cpp, or one built for this processor.":
    "Eine offizielle Fassung von llama.cpp nehmen, oder eine, die für diesen Prozessor gebaut ist.",
  "{0} ({1}) cannot be run as a llama-server.": "{0} ({1}) lässt sich nicht als llama-server starten.",
  "Name the llama-server program of llama.cpp, or leave the setting out.":
    "Das Programm llama-server von llama.cpp nennen, oder die Einstellung weglassen.",
  "The archive of the engine cannot be unpacked: {0}": "Das Archiv der Engine lässt sich nicht entpacken: {~0}",
  "Fetch it again; if that does not help, report it.": "Noch einmal holen; hilft das nicht, bitte melden.",
  "No encoder is set up here.": "Hier ist kein Encoder eingerichtet.",
  "The encoder ended while it was reading.": "Der Encoder ist beim Lesen abgebrochen.",
  "Text {0} of {1} to embed is empty.": "Text {0} von {1}, der zum Vektor werden soll, ist leer.",
  "Leave empty texts out: an empty text is like no other.":
    "Leere Texte weglassen: Ein leerer Text gleicht keinem anderen.",
  "the model's file is cut off": "die Datei des Modells ist abgeschnitten",
  "the model's file has impossible counts": "die Datei des Modells hat unmögliche Anzahlen",
  "the model's file is of another kind": "die Datei des Modells ist von anderer Art",
  "the model's file is damaged at {0}": "die Datei des Modells ist bei {0} beschädigt",
  "the model's file holds the unknown part {0}": "die Datei des Modells enthält den unbekannten Teil {0}",
  "The setting models.engine wants a llama-server; none is here, and there is no official one for this machine.":
    "Die Einstellung models.engine will einen llama-server; hier ist keiner, und für diesen Rechner gibt es keinen offiziellen.",
  "The setting models.engine wants a llama-server; none is here, and the official one could not be fetched.":
    "Die Einstellung models.engine will einen llama-server; hier ist keiner, und der offizielle ließ sich nicht holen.",
  "Install llama.cpp so that `llama-server` is on PATH, name it in KRALLE_LLAMA_SERVER, or take the setting out.":
    "llama.cpp so installieren, dass `llama-server` im PATH liegt, ihn in KRALLE_LLAMA_SERVER nennen, oder die Einstellung entfernen.",
  "{0} holds no {1}.": "{0} enthält kein {1}.",
};
