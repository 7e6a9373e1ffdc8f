/** Texts of errors about mail. */
export const INBOX: Readonly<Record<string, string>> = {
  "This is no address for unsubscribing.": "Das ist keine Adresse zum Abbestellen.",
  "{0} is no usual address for unsubscribing.": "{0} ist keine übliche Adresse zum Abbestellen.",
  "{0} wants to send on elsewhere; that is not done.": "{0} will woandershin weiterleiten; das wird nicht getan.",
  "There is no draft {0}.": "Es gibt keinen Entwurf {0}.",
  "`kralle inbox` lists what is open.": "`kralle inbox` zeigt, was offen ist.",
  "The account that this mail came to is not connected any more.":
    "Das Konto, an das diese Mail ging, ist nicht mehr verbunden.",
  "Connect it again with `kralle accounts connect`.": "Verbinden Sie es wieder mit `kralle accounts connect`.",
  "The draft was changed since it was shown.": "Der Entwurf wurde geändert, seit er gezeigt wurde.",
  "Read it again, then release it.": "Lesen Sie ihn noch einmal und geben Sie ihn dann frei.",
  "The release of this draft does not count any more.": "Die Freigabe dieses Entwurfs gilt nicht mehr.",
  "Release it again.": "Geben Sie ihn noch einmal frei.",
  'The draft cannot be released: it is "{0}".': 'Der Entwurf kann nicht freigegeben werden: Er ist "{0}".',
  "`kralle inbox show ITEM` says how it stands.": "`kralle inbox show EINTRAG` sagt, wie er steht.",
  "There is no mail rule {0}.": "Es gibt keine Mailregel {0}.",
  "`kralle inbox rules` lists them.": "`kralle inbox rules` zeigt sie.",
  "The mail rule {0} was changed since it was shown.": "Die Mailregel {0} wurde geändert, seit sie gezeigt wurde.",
  "Look at it again and decide about what it says now.":
    "Sehen Sie sie noch einmal an und entscheiden Sie über das, was sie jetzt sagt.",
  "The mail rule {0} is of a kind that this Kralle does not know.":
    "Die Mailregel {0} ist von einer Art, die dieses Kralle nicht kennt.",
  "In this rule these words were not understood: {0}.": "In dieser Regel wurden diese Wörter nicht verstanden: {0}.",
  'For example: "archive newsletters", "answer customer questions from people I know after 15 minutes", "mails from @example.com are important".':
    "Zum Beispiel: „Newsletter archivieren“, „Kundenfragen von bekannten Absendern nach 15 Minuten beantworten“, „Mails von @example.com sind wichtig“.",
  "This rule does not say what is to be done.": "Diese Regel sagt nicht, was zu tun ist.",
  "This is no rule.": "Das ist keine Regel.",
  "The item {0} has no mail.": "Der Eintrag {0} hat keine Mail.",
  '"{0}" cannot be the name of a class.': '"{0}" kann nicht der Name einer Klasse sein.',
  "Use 2 to 40 small letters, digits and hyphens, and a title of up to 60 characters.":
    "Nehmen Sie 2 bis 40 kleine Buchstaben, Ziffern und Bindestriche und einen Titel von höchstens 60 Zeichen.",
  'There is no class "{0}".': 'Es gibt keine Klasse "{0}".',
  "`kralle inbox classes` lists them, `kralle inbox class NAME TITLE` makes one.":
    "`kralle inbox classes` zeigt sie, `kralle inbox class NAME TITEL` legt eine an.",
  "It is too late: the draft is sent, or on its way.": "Es ist zu spät: Der Entwurf ist gesendet oder unterwegs.",
  "`kralle effects` says what went out.": "`kralle effects` sagt, was hinausging.",
  "Nobody can be answered there.": "Dort kann niemandem geantwortet werden.",
  "There is no item {0} in the inbox.": "Es gibt keinen Eintrag {0} im Posteingang.",
  "A snooze ends in the future.": "Zurückgestellt wird bis zu einem Zeitpunkt, der noch kommt.",
  "Name a later time.": "Nennen Sie einen späteren Zeitpunkt.",
  "This mail does not say how to unsubscribe.": "Diese Mail sagt nicht, wie man sich abmeldet.",
  "Archive it by a rule instead.": "Archivieren Sie sie stattdessen durch eine Regel.",
  "This mail invites to no appointment.": "Diese Mail lädt zu keinem Termin ein.",
  "Answer it with a draft of your own.": "Beantworten Sie sie mit einem eigenen Entwurf.",
  "The invitation cannot be answered.": "Die Einladung kann nicht beantwortet werden.",
  "Write to the organiser yourself.": "Schreiben Sie dem Veranstalter selbst.",
};
