/** Errors of what reaches outside: src/durable/effects/, src/guard/permits.ts, in German. */
export const EFFECTS: Readonly<Record<string, string>> = {
  "The permit was not given by the guard, or was used already.":
    "Die Freigabe ist keine von hier, oder sie wurde schon benutzt.",
  "The permit is for something else.": "Die Freigabe gilt für etwas anderes.",
  "The permit is too old.": "Die Freigabe ist zu alt.",
  "Ask for it again; each release is for one act.": "Es noch einmal verlangen; jede Freigabe gilt für eine Handlung.",
  "What is to be done outside is too large.": "Was nach außen gehen soll, ist zu groß.",
  "Send a file by its name, not by its content.": "Eine Datei mit ihrem Namen nennen, nicht mit ihrem Inhalt.",
  "STOP holds: nothing is done outside.": "STOP gilt: Nach außen geschieht nichts.",
  "STOP holds ({0}): nothing is done outside.": "STOP gilt ({~0}): Nach außen geschieht nichts.",
  "`kralle stop --off` releases it.": "`kralle stop --off` hebt es auf.",
  "It was not begun in time, so it is not done any more.":
    "Es wurde nicht rechtzeitig begonnen und geschieht deshalb nicht mehr.",
  "Nothing was done outside. Ask for it again if it is still wanted.":
    "Nach außen ist nichts geschehen. Es noch einmal verlangen, wenn es noch gewünscht ist.",
  "The other side did not do it, after several attempts.":
    "Die andere Seite hat es nach mehreren Versuchen nicht getan.",
  "Nothing was done outside. Ask for it again later.":
    "Nach außen ist nichts geschehen. Es später noch einmal verlangen.",
  "It is not known whether it happened: {0}.": "Es ist nicht bekannt, ob es geschehen ist: {~0}.",
  "Look on the other side, then say what you found: `kralle effects settle ID --happened` or `--did-not`.":
    "Auf der anderen Seite nachsehen und sagen, was dort ist: `kralle effects settle ID --happened` oder `--did-not`.",
  "There is no effect {0}.": "Es gibt keine Handlung {0}.",
  "`kralle effects` shows them.": "`kralle effects` zeigt sie.",
  "What became of {0} is known, or it is still being done.": "Was aus {0} wurde, ist bekannt, oder es geschieht noch.",
  "`kralle effects --unknown` shows those that wait for your word.":
    "`kralle effects --unknown` zeigt die, die auf Ihr Wort warten.",
  "Something else was done under the same name already.": "Unter demselben Namen wurde schon etwas anderes getan.",
  "Give this act a name of its own.": "Dieser Handlung einen eigenen Namen geben.",
  "The account that should do this is not there (any more).": "Das Konto, das dies tun soll, ist nicht (mehr) da.",
  "Nothing was done outside. Connect the account and ask for it again.":
    "Nach außen ist nichts geschehen. Das Konto verbinden und es noch einmal verlangen.",
  "Kralle ended while it was being done": "Kralle endete, während es geschah",
  "it was not found afterwards": "es war danach nicht zu finden",
  "another Kralle is doing it": "ein anderes Kralle ist dabei",
  "its outcome was not recorded": "sein Ausgang wurde nicht festgehalten",
};
