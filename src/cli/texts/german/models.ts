/** Errors of src/models/ but for those of installing, in German. */
export const MODELS: Readonly<Record<string, string>> = {
  // catalogue, hardware
  '"{0}" fits {1} models.': "„{0}“ passt auf {1} Modelle.",
  "Say which: {0}.": "Eines davon nennen: {0}.",
  'No model is known as "{0}".': "Ein Modell „{0}“ ist nicht bekannt.",
  "Nearest: {0}. `kralle models` lists all.": "Am ähnlichsten: {0}. `kralle models` zeigt alle.",
  "Even the smallest model, {0}, needs {1} GB of free memory; {2} GB are free.":
    "Selbst das kleinste Modell, {0}, braucht {1} GB freien Speicher; {2} GB sind frei.",
  "Close other programs, or use a machine or container with more memory.":
    "Andere Programme schließen, oder einen Rechner oder einen Container mit mehr Speicher nehmen.",

  // model files
  "The model file {0} cannot be opened.": "Die Modelldatei {0} lässt sich nicht öffnen.",
  "Check the path and its permissions, or fetch the model again.":
    "Den Pfad und seine Rechte prüfen, oder das Modell noch einmal holen.",
  "{0} {1}.": "{0} {~1}.",
  "Fetch the model again; `kralle models` shows how.": "Das Modell noch einmal holen; `kralle models` zeigt, wie.",
  "is no GGUF file": "ist keine GGUF-Datei",
  "is a big-endian GGUF file": "ist eine GGUF-Datei mit umgekehrter Bytefolge (big-endian)",
  "has GGUF version {0}; 2 and 3 are known": "hat die GGUF-Version {0}; bekannt sind 2 und 3",
  "has a header that is too long ({0})": "hat einen zu langen Kopf ({~0})",
  "is cut off or damaged: {0} would reach beyond its end":
    "ist abgeschnitten oder beschädigt: {~0} würde über das Ende hinausreichen",
  "is cut off in {0}": "ist abgeschnitten; das Ende fehlt ab: {~0}",
  "is cut off: {0} bytes are described, {1} are there": "ist abgeschnitten: {0} Bytes sind beschrieben, {1} sind da",
  "is damaged: {0} is impossibly large": "ist beschädigt: {~0} ist unmöglich groß",
  "is damaged: its counts are impossibly large": "ist beschädigt: Die Anzahlen darin sind unmöglich groß",
  "is damaged: it names no architecture": "ist beschädigt: Sie nennt keine Architektur",
  "is damaged: a key has an impossible length": "ist beschädigt: Ein Schlüssel hat eine unmögliche Länge",
  "is damaged: {0} has the unknown type {1}": "ist beschädigt: {~0} hat den unbekannten Typ {1}",
  "is damaged: {0} is nested too deep": "ist beschädigt: {~0} ist zu tief verschachtelt",
  "is damaged: {0} is an array of the unknown type {1}": "ist beschädigt: {~0} ist eine Liste des unbekannten Typs {1}",
  "is damaged: {0} has {1} dimensions": "ist beschädigt: {~0} hat {1} Dimensionen",
  "is damaged: its alignment is impossible": "ist beschädigt: Ihre Ausrichtung ist unmöglich",
  "a key": "ein Schlüssel",
  "a tensor's name": "der Name eines Tensors",
  "the metadata": "der Teil mit den Metadaten",
  "the metadata count": "die Anzahl der Metadaten",
  "the tensor list": "die Liste der Tensoren",
  "the tensor count": "die Anzahl der Tensoren",

  // engine
  "{0} needs about {1} GB of memory with a context of {2} tokens; {3} GB are free.":
    "{0} braucht mit einem Kontext von {2} Token etwa {1} GB Speicher; {3} GB sind frei.",
  "Close other programs, choose a smaller model, or a smaller context.":
    "Andere Programme schließen, oder ein kleineres Modell oder einen kleineren Kontext wählen.",
  "loading took more than {0} s": "das Laden dauerte länger als {0} s",
  "it has another version": "sie hat eine andere Version",
  "exit code {0}": "Exit-Code {0}",
  "The model engine ended while it was loading the model: {0}.": "Die Engine endete, während sie das Modell lud: {~0}.",
  "Try again; if it happens again, the model may be too large or damaged.":
    "Noch einmal versuchen; geschieht es wieder, ist das Modell vielleicht zu groß oder beschädigt.",
  "The model engine ended in the middle of an answer: {0}.": "Die Engine endete mitten in einer Antwort: {~0}.",
  "The system may have run out of memory: close other programs or use a smaller model, then ask again.":
    "Vielleicht ging dem System der Speicher aus: andere Programme schließen oder ein kleineres Modell nehmen, dann noch einmal fragen.",
  "Ask again; the engine starts anew.": "Noch einmal fragen; die Engine startet neu.",
  "The engine of {0} was closed.": "Die Engine von {0} wurde geschlossen.",
  "The model engine crashed three times in five minutes with {0}; last: {1}.":
    "Die Engine stürzte mit {0} in fünf Minuten dreimal ab; zuletzt: {~1}.",
  "Wait five minutes, choose a smaller model or context, or run `kralle doctor`.":
    "Fünf Minuten warten, ein kleineres Modell oder einen kleineren Kontext wählen, oder `kralle doctor` starten.",
  "The model engine ended while it was counting tokens.": "Die Engine endete, während sie Token zählte.",
  "The model engine refused the request: {0}": "Die Engine lehnte die Anfrage ab: {~0}",
  "The model engine failed: {0}": "Die Engine versagte: {~0}",
  "The model engine failed.": "Die Engine versagte.",
  "Try again.": "Noch einmal versuchen.",
  "A request to a model needs at least one message.": "Eine Anfrage an ein Modell braucht mindestens eine Nachricht.",
  "maxTokens must be a whole number of at least 1, not {0}.": "maxTokens muss eine ganze Zahl ab 1 sein, nicht {0}.",
  "A request has either a schema or tools, not both.":
    "Eine Anfrage hat entweder ein Schema oder Werkzeuge, nicht beides.",
  "The model's chat template refuses these messages: {0}":
    "Die Gesprächsvorlage des Modells lehnt diese Nachrichten ab: {~0}",
  "Start with a user message and let user and assistant take turns.":
    "Mit einer Nachricht der Person beginnen; danach müssen sich Person und Modell abwechseln.",
  "The prompt has {0} tokens; with {1} for the answer that is more than the context of {2}.":
    "Der Prompt hat {0} Token; mit {1} für die Antwort ist das mehr als der Kontext von {2}.",
  "Shorten the prompt, ask for a shorter answer, or use a larger context.":
    "Den Auftrag kürzen, um eine kürzere Antwort bitten, oder einen größeren Kontext nehmen.",
  "Change the schema so that at least one value fits it.": "Das Schema so ändern, dass mindestens ein Wert passt.",

  // answers
  "The answer was cancelled.": "Die Antwort wurde abgebrochen.",
  "The answer was not finished within {0} seconds.": "Die Antwort war nach {0} Sekunden noch nicht fertig.",
  "Allow more seconds or ask for less.": "Mehr Sekunden erlauben oder nach weniger fragen.",
  "The model gave no answer that fits the schema: {0}": "Das Modell gab keine Antwort, die zum Schema passt: {~0}",
  "The answer is no complete JSON: {0}": "Die Antwort ist kein vollständiges JSON: {~0}",
  "it was cut by the limit of tokens": "sie wurde an der Grenze der Token abgeschnitten",
  "Allow more tokens or ask for less at once.": "Mehr Token erlauben oder nach weniger auf einmal fragen.",
  "Ask more plainly, or use a larger model.": "Einfacher fragen, oder ein größeres Modell nehmen.",
  "The model's answer cannot be read as one tool call: {0}.":
    "Die Antwort des Modells lässt sich nicht als ein einzelner Werkzeugaufruf lesen: {~0}.",
  "Nothing was run. Ask more plainly, or use a larger model.":
    "Nichts wurde ausgeführt. Einfacher fragen, oder ein größeres Modell nehmen.",
  "the answer holds several different calls": "die Antwort enthält mehrere verschiedene Aufrufe",
  "the answer is no complete JSON ({0})": "die Antwort ist kein vollständiges JSON ({~0})",
  "the answer is no JSON object": "die Antwort ist kein JSON-Objekt",
  "there is no tool {0}": "es gibt kein Werkzeug {0}",
  'there is no tool "{0}"': "es gibt kein Werkzeug „{0}“",
  "the input of {0} is wrong: {1}": "die Eingabe von {0} ist falsch: {~1}",
  '"{0}": {1}': "„{0}“: {~1}",
  "At most {0} tools fit one request, not {1}.": "Höchstens {0} Werkzeuge passen in eine Anfrage, nicht {1}.",
  "Let code choose those that fit the request.": "Vorher diejenigen auswählen, die zur Anfrage passen.",
  'No engine is called "{0}".': "Keine Engine heißt „{0}“.",
  "`kralle engine list` shows those that there are, `kralle engine add {0} --type … --url …` adds one.":
    "`kralle engine list` zeigt, welche es gibt, `kralle engine add {0} --type … --url …` fügt eine hinzu.",
  'The schema refers to "{0}", which it does not define.': "Das Schema verweist auf „{0}“, das darin nicht steht.",
  "No value can fit this schema.": "Zu diesem Schema passt kein Wert.",
  "The schema offers no choice: a list of alternatives is empty.":
    "Das Schema lässt keine Wahl: Eine Liste von Möglichkeiten ist leer.",
  "The schema wants at least {0} and at most {1} items.":
    "Das Schema verlangt mindestens {0} und höchstens {1} Einträge.",
  "The schema wants at least {0} and at most {1} characters.":
    "Das Schema verlangt mindestens {0} und höchstens {1} Zeichen.",
  "No integer lies between {0} and {1}.": "Zwischen {0} und {1} liegt keine ganze Zahl.",
};
