export const ENGINES: Readonly<Record<string, string>> = {
  "The engine {0} is not on this machine: what you ask would go to {1}.":
    "Die Engine {0} ist nicht auf diesem Rechner: was Sie fragen, ginge an {~1}.",
  "servers of its provider": "Server ihres Anbieters",
  "If you want that, add it again with --allow-remote.":
    "Wenn Sie das wollen: mit --allow-remote noch einmal hinzufügen.",
  "{0} sent bytes that are no UTF-8 text.": "{0} hat Bytes geschickt, die kein UTF-8-Text sind.",
  "Ask again; when it happens again, restart or update the server.":
    "Noch einmal fragen; geschieht es wieder, den Server neu starten oder erneuern.",
  "{0} sent a broken line in the middle of an answer.": "{0} hat mitten in einer Antwort eine kaputte Zeile geschickt.",
  "{0} sent more at once than an answer can have.": "{0} hat mehr auf einmal geschickt, als eine Antwort haben kann.",
  "Check with `kralle engine check` whether the address is that of a model server.":
    "Mit `kralle engine check` prüfen, ob die Adresse die eines Modell-Servers ist.",
  "{0} sent nothing for {1} seconds in the middle of an answer.":
    "{0} hat mitten in einer Antwort {1} Sekunden lang nichts geschickt.",
  "Ask again; when it happens again, restart the server.":
    "Noch einmal fragen; geschieht es wieder, den Server neu starten.",
  "The connection to {0} broke in the middle of an answer.":
    "Die Verbindung zu {0} ist mitten in einer Antwort abgerissen.",
  "Ask again; when it happens again, look at the server: it may have run out of memory.":
    "Noch einmal fragen; geschieht es wieder, den Server ansehen: vielleicht fehlt ihm Speicher.",
  "{0} refuses the key of the engine {1} ({2}).": "{0} lehnt den Schlüssel der Engine {1} ab ({2}).",
  "Put a valid key into an environment variable and name it: `kralle engine add … --key-env VAR`.":
    "Einen gültigen Schlüssel in eine Umgebungsvariable legen und sie nennen: `kralle engine add … --key-env VARIABLE`.",
  "{0} has too little memory: {1}.": "{0} hat zu wenig Speicher: {~1}.",
  "Choose a smaller model or context there, or end other programs on that machine.":
    "Dort ein kleineres Modell oder weniger Kontext wählen, oder auf jenem Rechner andere Programme beenden.",
  "{0} says that the prompt does not fit its context: {1}.":
    "{0} sagt, dass der Prompt nicht in seinen Kontext passt: {~1}.",
  "{0} refuses the images: {1}.": "{0} lehnt die Bilder ab: {~1}.",
  "Use a model that can see: `kralle engine check` says which do.":
    "Ein Modell nehmen, das sehen kann: `kralle engine check` zeigt, welche es tun.",
  "{0} does not have this model: {1}.": "{0} hat dieses Modell nicht: {~1}.",
  "`kralle engine check` lists the models of each engine.": "`kralle engine check` zeigt die Modelle jeder Engine.",
  "{0} failed ({1}): {2}.": "{0} ist gescheitert ({1}): {~2}.",
  "Ask again; when it happens again, look at the server's own log.":
    "Noch einmal fragen; geschieht es wieder, in das Protokoll des Servers sehen.",
  "{0} refused the request: {1}.": "{0} hat die Anfrage abgelehnt: {~1}.",
  "Update the server, or use another model.": "Den Server erneuern, oder ein anderes Modell nehmen.",
  "{0} answered with {1}, so it is no server of this type: {2}.":
    "{0} hat mit {1} geantwortet, ist also kein Server dieser Art: {~2}.",
  "Check the address and the type: `kralle engine add NAME --type ollama|openai --url URL`.":
    "Adresse und Art prüfen: `kralle engine add NAME --type ollama|openai --url ADRESSE`.",
  "{0} is too busy ({1}): {2}.": "{0} ist überlastet ({1}): {~2}.",
  "Wait {0} seconds and ask again.": "{0} Sekunden warten und noch einmal fragen.",
  "Wait a moment and ask again.": "Einen Augenblick warten und noch einmal fragen.",
  "{0} wants the request to be sent to {1}, which is not done.":
    "{0} will, dass die Anfrage an {1} geht; das geschieht nicht.",
  "If that is the right server, add it with that address.":
    "Ist das der richtige Server, ihn mit dieser Adresse hinzufügen.",
  "Nothing answers at {0} (engine {1}).": "Unter {0} antwortet nichts (Engine {1}).",
  "Start the server (Ollama: `ollama serve`), or correct its address with `kralle engine add`.":
    "Den Server starten (Ollama: `ollama serve`), oder seine Adresse mit `kralle engine add` berichtigen.",
  "{0} did not begin to answer within {1} seconds.": "{0} hat in {1} Sekunden nicht zu antworten begonnen.",
  "Look whether the server is busy or still loads a model, and try again.":
    "Nachsehen, ob der Server beschäftigt ist oder noch ein Modell lädt, und noch einmal versuchen.",
  "The engine {0} wanted to send to {1}, which is not its address.":
    "Die Engine {0} wollte an {1} senden; das ist nicht ihre Adresse.",
  "Add that address as an engine of its own if you trust it.":
    "Diese Adresse als eigene Engine hinzufügen, wenn Sie ihr trauen.",
  "{0} answered with a web page.": "{0} hat mit einer Webseite geantwortet.",
  "The address must be that of the API: for most servers it ends in /v1, for Ollama it is http://127.0.0.1:11434.":
    "Die Adresse muss die der Schnittstelle sein: meist endet sie auf /v1, bei Ollama ist es http://127.0.0.1:11434.",
  "The answer of {0} is not what it should be: {1}.": "Die Antwort von {0} ist nicht, was sie sein soll: {~1}.",
  "all of it": "alles daran",
  "Check address and type of the engine, and update the server.":
    "Adresse und Art der Engine prüfen, und den Server erneuern.",
  "{0} failed in the middle of an answer: {1}.": "{0} ist mitten in einer Antwort gescheitert: {~1}.",
  "it stopped without a last line": "er hat ohne letzte Zeile aufgehört",
  "{0} gave an answer that cannot be read.": "{0} hat eine Antwort gegeben, die nicht zu lesen ist.",
  "Ollama has no model {0}.": "Ollama hat kein Modell {0}.",
  "Fetch it with `ollama pull {0}`, or choose one that `kralle engine check` lists.":
    "Mit `ollama pull {0}` holen, oder eines wählen, das `kralle engine check` zeigt.",
  "The model {0} cannot write, only compute embeddings.":
    "Das Modell {0} kann nicht schreiben, nur Embeddings rechnen.",
  "Choose another: `kralle engine check` says what each can do.":
    "Ein anderes wählen: `kralle engine check` zeigt, was jedes kann.",
  "The request to {0} failed: {1}.": "Die Anfrage an {0} ist gescheitert: {~1}.",
  "it gave no reason": "er hat keinen Grund genannt",
  "`kralle engine check` says whether the server can be reached and what it has.":
    "`kralle engine check` zeigt, ob der Server zu erreichen ist und was er hat.",
  "The engine {0} has no model {1}.": "Die Engine {0} hat kein Modell {1}.",
  "It has: {0}{1}": "Sie hat: {0}{1}",
  "This is an Ollama server: through /v1 its context cannot be set, and it cuts prompts.":
    "Das ist ein Ollama-Server: über /v1 lässt sich sein Kontext nicht setzen, und er kürzt Prompts.",
  "Add it with `--type ollama` and without /v1.": "Mit `--type ollama` und ohne /v1 hinzufügen.",
  "The engine {0} has no address.": "Die Engine {0} hat keine Adresse.",
  "Add it again: `kralle engine add NAME --type openai --url URL`.":
    "Noch einmal hinzufügen: `kralle engine add NAME --type openai --url ADRESSE`.",
  "The engine {0} names no package.": "Die Engine {0} nennt kein Paket.",
  "Add it again with --package, for example `--package @ai-sdk/mistral`.":
    "Mit --package noch einmal hinzufügen, zum Beispiel `--package @ai-sdk/mistral`.",
  "The provider package {0} is not installed.": "Das Anbieter-Paket {0} ist nicht installiert.",
  "Install it: npm install --prefix {0} {1}": "Installieren: npm install --prefix {0} {1}",
  "The package {0} is no provider of the AI SDK that can be used.":
    "Das Paket {0} ist kein brauchbarer Anbieter des AI SDK.",
  "It must export a function create… that makes language models of the specification v2, v3 or v4.":
    "Es muss eine Funktion create… haben, die Sprachmodelle der Spezifikation v2, v3 oder v4 macht.",
  "The provider package {0} cannot be loaded.": "Das Anbieter-Paket {0} lässt sich nicht laden.",
  "Install it again, or take another version.": "Neu installieren, oder eine andere Version nehmen.",
  "The server read only {0} of at least {1} tokens: it cut the prompt.":
    "Der Server hat nur {0} von mindestens {1} Token gelesen: er hat den Prompt gekürzt.",
  "Give the model a larger context on the server, or shorten the prompt; its answer was thrown away.":
    "Dem Modell auf dem Server mehr Kontext geben, oder den Prompt kürzen; die Antwort wurde verworfen.",
  "The model server stopped in the middle of an answer without a word.":
    "Der Modell-Server hat mitten in einer Antwort ohne ein Wort aufgehört.",
  "The model {0} cannot see images.": "Das Modell {0} kann keine Bilder sehen.",
  "Use a model that can: `kralle engine check` says which do.":
    "Ein Modell nehmen, das es kann: `kralle engine check` zeigt, welche es tun.",
  "The prompt has about {0} tokens; with {1} for the answer that is more than the context of {2}.":
    "Der Prompt hat etwa {0} Token; mit {1} für die Antwort ist das mehr als der Kontext von {2}.",
  "The variable {0}, which shall hold the key of the engine {1}, is not set.":
    "Die Variable {0}, in der der Schlüssel der Engine {1} stehen soll, ist nicht gesetzt.",
  "Set it in the environment from which Kralle is started.":
    "Die Variable in der Umgebung setzen, aus der Kralle gestartet wird.",
  '"{0}" cannot be the name of an engine.': "„{0}“ kann nicht der Name einer Engine sein.",
  "Take small letters, digits, - and _, at most 32, beginning with a letter or digit.":
    "Kleine Buchstaben, Ziffern, - und _ nehmen, höchstens 32, mit Buchstabe oder Ziffer am Anfang.",
  "An engine of the type aisdk needs the package of its provider.":
    "Eine Engine der Art aisdk braucht das Paket ihres Anbieters.",
  "Name it, for example `--package @ai-sdk/mistral`.": "Das Paket nennen, zum Beispiel `--package @ai-sdk/mistral`.",
  "Only an engine of the type aisdk has a package.": "Nur eine Engine der Art aisdk hat ein Paket.",
  "Leave --package out.": "--package weglassen.",
  "An engine of the type openai needs an address.": "Eine Engine der Art openai braucht eine Adresse.",
  "Name it, for example `--url http://127.0.0.1:8080/v1`.":
    "Die Adresse nennen, zum Beispiel `--url http://127.0.0.1:8080/v1`.",
  '"{0}" is no name of an environment variable.': "„{0}“ ist kein Name einer Umgebungsvariablen.",
  "Give the name of the variable that holds the key, or secret:NAME, never the key itself.":
    "Den Namen der Variablen angeben, in der der Schlüssel steht, oder secret:NAME, nie den Schlüssel selbst.",
  "A context of {0} tokens is too small to work with.": "Ein Kontext von {0} Token ist zu klein zum Arbeiten.",
  "Leave --context out to use what the server says, or give at least 512.":
    "--context weglassen, um zu nehmen, was der Server sagt, oder mindestens 512 angeben.",
  '"{0}" is no address of a server.': "„{0}“ ist keine Adresse eines Servers.",
  "Give one that begins with http:// or https://, for example http://127.0.0.1:8080/v1.":
    "Eine angeben, die mit http:// oder https:// beginnt, zum Beispiel http://127.0.0.1:8080/v1.",
  "The address holds a password, which would be stored.": "Die Adresse enthält ein Passwort, das gespeichert würde.",
  "Put the key into an environment variable and name it with --key-env.":
    "Den Schlüssel in eine Umgebungsvariable legen und sie mit --key-env nennen.",
  "There is no engine {0}.": "Es gibt keine Engine {0}.",
  "`kralle engine add` adds one.": "`kralle engine add` fügt eine hinzu.",
  "There is: {0}": "Es gibt: {0}",
  "It has: {0}": "Sie hat: {0}",
  "it sent a message that nobody understands": "sie schickte eine Nachricht, die niemand versteht",
  "no heartbeat for {0} s": "kein Lebenszeichen seit {0} s",
};
