/** Errors of src/gateway/ and of src/app/conversations/, in German. */
export const GATEWAY: Readonly<Record<string, string>> = {
  "There is no message {0}.": "Es gibt keine Nachricht {~0}.",
  "No question {0} is open.": "Keine Frage {0} ist offen.",
  "It was answered, or its work ended; if it is still needed, the work asks again.":
    "Sie wurde beantwortet, oder ihre Arbeit ist zu Ende; wird sie noch gebraucht, fragt die Arbeit noch einmal.",
  "The answer is for another question than the one that is open.":
    "Die Antwort gilt einer anderen Frage als der, die offen ist.",
  "Look at the question again and answer that.": "Die Frage noch einmal ansehen und diese beantworten.",
  "The workspace {0} is no whole path.": "Der Ordner {0} ist kein vollständiger Pfad.",
  "Name an existing folder by its whole path.": "Einen vorhandenen Ordner mit seinem ganzen Pfad nennen.",
  "The body has to be JSON.": "Der Inhalt muss JSON sein.",
  "Send it as content-type: application/json.": "Den Inhalt als content-type: application/json schicken.",
  "The body is no valid JSON: {0}": "Der Inhalt ist kein gültiges JSON: {~0}",
  "The body is no valid UTF-8.": "Der Inhalt ist kein gültiges UTF-8.",
  "The body is larger than {0} bytes.": "Der Inhalt ist größer als {0} Bytes.",
  "There are too many files called {0}.": "Es gibt zu viele Dateien namens {0}.",
  "Give it another name.": "Der Datei einen anderen Namen geben.",
  "The file has no name that could be kept.": "Die Datei hat keinen Namen, der bleiben könnte.",
  "Name it anew.": "Die Datei neu benennen.",
  "The file is empty.": "Die Datei ist leer.",
  "There is no job {0}.": "Es gibt keine Aufgabe {0}.",
  "It may have ended long ago.": "Sie ist vielleicht längst zu Ende.",
  "Send less at once.": "Auf einmal weniger schicken.",
  "There is nothing at {0} {1}.": "Unter {0} {1} gibt es nichts.",
  "{0} is wrong: {1}.": "{0} ist falsch: {~1}.",
  "Correct this part of the request.": "Diesen Teil der Anfrage berichtigen.",
  'This needs the right "{0}"; {1} has "{2}".': "Das braucht das Recht „{0}“; {1} hat „{2}“.",
  "Use another token, or make one: kralle token create --scope ….":
    "Einen anderen Schlüssel nehmen oder einen machen: kralle token create --scope ….",
  "Too many wrong credentials; wait a little.": "Zu viele falsche Schlüssel; ein wenig warten.",
  "A valid credential is missing.": "Ein gültiger Schlüssel fehlt.",
  "kralle token create makes a token for programs, kralle sign-in a link for a browser.":
    "kralle token create macht einen Schlüssel für Programme, kralle sign-in einen Link für den Browser.",
  "This request may not come in.": "Diese Anfrage darf nicht herein.",
  "Last-Event-ID is no number that was sent from here.": "Last-Event-ID ist keine Zahl, die von hier kam.",
  "Frames are JSON texts.": "Nachrichten sind JSON-Texte.",
  "The frame is wrong: {0}.": "Die Nachricht ist falsch: {~0}.",
  "At most {0} sessions are followed at once.": "Höchstens {0} Gespräche werden zugleich verfolgt.",
  "The frame is no valid JSON.": "Die Nachricht ist kein gültiges JSON.",
  "Port {0} is used by another program.": "Port {0} benutzt ein anderes Programm.",
  "Choose another with --port, or with gateway.port in the settings; 0 takes any free one.":
    "Einen anderen wählen, mit --port oder mit gateway.port in den Einstellungen; 0 nimmt irgendeinen freien.",
  "The gateway ended while it worked on this.": "Das Gateway ist zu Ende gegangen, während es daran arbeitete.",
  "It goes on at its next start: `kralle chat --session {0}` shows it.":
    "Es geht beim nächsten Start weiter: `kralle chat --session {0}` zeigt es.",
  "The gateway cannot be reached any more.": "Das Gateway ist nicht mehr zu erreichen.",
  "The path of {0} is too long for a socket, and no other folder takes it.":
    "Der Pfad von {0} ist für einen Socket zu lang, und kein anderer Ordner nimmt ihn auf.",
  "Set KRALLE_HOME to a folder with a shorter path.": "KRALLE_HOME auf einen Ordner mit kürzerem Pfad setzen.",
  "Port {0} is used by process {1} ({2}).": "Port {0} benutzt der Prozess {1} ({2}).",
  "There is no command {0}.": "Es gibt keinen Befehl {0}.",
  "This is only for the owner's own programs on this machine.":
    "Das ist nur für die eigenen Programme des Besitzers auf diesem Rechner.",
  "Use the command line there.": "Dort die Befehlszeile benutzen.",
};
