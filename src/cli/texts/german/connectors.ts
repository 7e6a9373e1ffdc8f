/** Errors of src/connectors/, in German. */
export const CONNECTORS: Readonly<Record<string, string>> = {
  "{0} answered {1}{2}.": "{0} antwortete {1}{2}.",
  "Telegram gave an answer of another form": "Telegram gab eine Antwort anderer Form",
  "This is no message for Telegram.": "Das ist keine Nachricht für Telegram.",
  "This is no mail that can be sent.": "Das ist keine Mail, die gesendet werden kann.",
  "It is not said which file is to be written.": "Es ist nicht gesagt, welche Datei geschrieben werden soll.",
  "The file is to be written outside of its folder.": "Die Datei soll außerhalb ihres Ordners geschrieben werden.",
};
