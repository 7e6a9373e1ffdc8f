/** Errors of src/guard/policy/, in German. */
export const POLICY: Readonly<Record<string, string>> = {
  "{0} is refused by your policy: {1}": "{0} ist nach Ihren Regeln nicht erlaubt: {1}",
  "`kralle policy list` shows its lines, `kralle policy rm ID` takes one away.":
    "`kralle policy list` zeigt die Zeilen, `kralle policy rm ID` nimmt eine weg.",
  "Text from outside may have led to {0}, and nobody is there to approve it.":
    "Text von außen kann zu {0} geführt haben, und niemand ist da, der es erlauben kann.",
  "The line of the policy is too long.": "Die Zeile der Regeln ist zu lang.",
  "The line of the policy holds characters that nobody sees.":
    "Die Zeile der Regeln enthält Zeichen, die niemand sieht.",
  'A line of the policy begins with a verb, not with "{0}".':
    "Eine Zeile der Regeln beginnt mit einem Verb, nicht mit „{0}“.",
  'No tool can be called "{0}".': "Kein Werkzeug kann „{0}“ heißen.",
  'Only a line that allows can say "even from outside".':
    "Nur eine Zeile, die erlaubt, kann „even from outside“ sagen.",
  'A line of the policy can say "unless" once.': "Eine Zeile der Regeln kann nur einmal „unless“ sagen.",
  'There is no condition "{0}".': "Eine Bedingung „{0}“ gibt es nicht.",
  '"{0}" is no address that a contact could have.': "„{0}“ ist keine Adresse, die ein Kontakt haben könnte.",
  '"{0}" is no amount like "50 EUR".': "„{0}“ ist kein Betrag wie „50 EUR“.",
  "There is no line {0} in the policy.": "Eine Zeile {0} gibt es in den Regeln nicht.",
  "`kralle policy list` shows its lines.": "`kralle policy list` zeigt die Zeilen.",
  "A folder that is trusted is named by its whole path.":
    "Ein Ordner, dem vertraut wird, wird mit seinem ganzen Pfad genannt.",
  "The form of policy lines: docs/policy.md, or `kralle policy --help`.":
    "Die Form der Regeln: docs/policy.md, oder `kralle policy --help`.",
};
