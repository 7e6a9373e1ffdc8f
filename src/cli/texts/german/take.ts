/** Errors of models that are on this machine already, and of searching, in German. */
export const TAKE: Readonly<Record<string, string>> = {
  "{0} is known, but its weights are not here.": "{0} ist bekannt, aber seine Gewichte sind nicht hier.",
  "Fetch them first: `kralle models pull {0}`.": "Die Gewichte erst holen: `kralle models pull {0}`.",
  "a list of models": "eine Liste von Modellen",
  "only {0} of its {1} parts are there": "nur {0} seiner {1} Teile sind da",
  "it is no GGUF file but in Ollama's own form, which only Ollama can load":
    "es ist keine GGUF-Datei, sondern in Ollamas eigener Form, die nur Ollama laden kann",
  "it runs on the servers of Ollama's cloud only": "es läuft nur auf den Servern von Ollamas Cloud",
  "its weights ({0}) are in Ollama's own form, which only Ollama can load: `kralle engine add ollama --type ollama --url http://127.0.0.1:11434`":
    "seine Gewichte ({0}) sind in Ollamas eigener Form, die nur Ollama laden kann: `kralle engine add ollama --type ollama --url http://127.0.0.1:11434`",
  "its weights are not whole: `ollama pull` fetches them again":
    "seine Gewichte sind nicht ganz: `ollama pull` holt sie noch einmal",
  "{0} ({1}) is in a form that only Ollama can load.": "{0} ({1}) ist in einer Form, die nur Ollama laden kann.",
  "Take another source of this model (`kralle models search`), or add Ollama as an engine (`kralle engine add`).":
    "Eine andere Quelle dieses Modells nehmen (`kralle models search`), oder Ollama als Engine eintragen (`kralle engine add`).",
  '{0} is no projector: it says that it is "{1}".': "{0} ist kein Projektor: sie nennt sich „{1}“.",
  "The projector is the smaller file beside the weights, mostly called mmproj-….gguf.":
    "Der Projektor ist die kleinere Datei neben den Gewichten und heißt meistens mmproj-….gguf.",
  '"{0}" cannot be the name of a model.': "„{0}“ kann kein Modell heißen.",
  "Use letters, digits, and . _ : - between them; at most 100 of them.":
    "Buchstaben, Ziffern und dazwischen . _ : - nehmen; höchstens 100.",
  "{0} is on this machine, but cannot be used: {1}.": "{0} ist auf diesem Rechner, aber nicht zu benutzen: {~1}.",
  "Fetch it from another source: `kralle models search` finds it.":
    "Das Modell von einer anderen Quelle holen: `kralle models search` findet es.",
  "The program that keeps it has a damaged copy: fetch it again there.":
    "Das Programm, dem sie gehört, hat eine beschädigte Kopie: dort noch einmal holen.",
  "{0} changed while it was taken.": "{0} änderte sich, während es übernommen wurde.",
  "Wait until whoever writes it has finished, and try again.":
    "Warten, bis fertig ist, wer sie schreibt, und noch einmal versuchen.",
  "Another model is called {0} already (sha256:{1}, from {2}); this file is sha256:{3}.":
    "So heißt schon ein anderes Modell: {0} (sha256:{1}, von {2}); diese Datei ist sha256:{3}.",
  "Give this one another name: --name NAME.": "Dieser einen anderen Namen geben: --name NAME.",
  "Check who may read it ({0}).": "Prüfen, wer sie lesen darf ({0}).",
  "{0} does not exist, or is no file.": "{0} gibt es nicht, oder es ist keine Datei.",
  "What is imported is {0}.": "Übernommen wird {~0}.",
  "a part of a split model; all parts must lie side by side":
    "ein Teil eines geteilten Modells; alle Teile müssen nebeneinander liegen",
  "a GGUF file": "eine GGUF-Datei",
  "No hub could be searched:\n{0}": "Kein Hub ließ sich durchsuchen:\n{~0}",
  "Without --hub the catalogue is searched, which needs no network.":
    "Ohne --hub wird der Katalog durchsucht; das braucht kein Netz.",
};
