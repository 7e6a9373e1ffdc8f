/** Errors of src/models/llama-server/ and src/models/embed/, in German. */
export const LLAMA: Readonly<Record<string, string>> = {
  "{0} cannot see images through this engine.": "{0} kann über diese Engine keine Bilder sehen.",
  "Use a model that can: through a llama-server or Ollama.":
    "Ein Modell nehmen, das es kann: über einen llama-server oder Ollama.",
  "{0} ({1}) cannot be run as a llama-server.": "{0} ({1}) lässt sich nicht als llama-server starten.",
  "Name the llama-server program of llama.cpp, or leave the setting out.":
    "Das Programm llama-server von llama.cpp nennen, oder die Einstellung weglassen.",
  "The archive of the engine cannot be unpacked: {0}": "Das Archiv der Engine lässt sich nicht entpacken: {~0}",
  "Fetch it again; if that does not help, report it.": "Noch einmal holen; hilft das nicht, bitte melden.",
};
