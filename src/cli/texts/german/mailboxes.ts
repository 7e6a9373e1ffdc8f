/** Errors of mailboxes behind an API, in folders, and of signing in at others, in German. */
export const MAILBOXES: Readonly<Record<string, string>> = {
  "The server does not let Kralle in any more.": "Der Server lässt Kralle nicht mehr hinein.",
  "The server does not let Kralle in any more ({0}).": "Der Server lässt Kralle nicht mehr hinein ({0}).",
  "Connect the account again: kralle accounts connect": "Das Konto neu verbinden: kralle accounts connect",
  "{0} does not allow this to Kralle.": "{0} erlaubt Kralle das nicht.",
  "Connect the account again, and agree to everything that is asked for.":
    "Das Konto neu verbinden und allem zustimmen, worum gebeten wird.",
  "{0} answered {1}.": "{0} antwortete {1}.",
  "{0} answered something that cannot be read.": "{0} antwortete etwas, das nicht zu lesen ist.",
  "The server named an address elsewhere to go on at.":
    "Der Server nannte eine Adresse anderswo, an der es weitergehen soll.",
  "{0} gave the mail another id: nobody could tell afterwards whether it was sent.":
    "{0} gab der Mail eine andere Kennung: Danach könnte niemand sagen, ob sie gesendet wurde.",
  "{0} is no Maildir: it has no folder {1}.": "{0} ist kein Maildir: Der Ordner {1} fehlt darin.",
  "Name the folder that holds cur, new and tmp.": "Den Ordner nennen, in dem cur, new und tmp liegen.",
  "This account is only read: nothing can be sent from it.":
    "Dieses Konto wird nur gelesen: Von ihm aus kann nichts gesendet werden.",
  "The server that signs in answered {0}.": "Der Server für die Anmeldung antwortete {0}.",
  "Begin it again.": "Noch einmal beginnen.",
  "Nobody signed in.": "Niemand hat sich angemeldet.",
  "The answer belongs to another sign-in.": "Die Antwort gehört zu einer anderen Anmeldung.",
  "Begin it again, and agree to it.": "Noch einmal beginnen und zustimmen.",
  "The sign-in was declined.": "Die Anmeldung wurde abgelehnt.",
  "The server lets Kralle in only for an hour.": "Der Server lässt Kralle nur für eine Stunde hinein.",
  "Remove Kralle among the connected apps of the account, then connect it again.":
    "Kralle unter den verbundenen Apps des Kontos entfernen und es dann neu verbinden.",
  "The mail server could not search the folder.": "Der Mailserver konnte den Ordner nicht durchsuchen.",
  "The mail server closed the folder.": "Der Mailserver hat den Ordner geschlossen.",
  "The mail server did not hand over a mail.": "Der Mailserver hat eine Mail nicht herausgegeben.",
  "The mail server closed the connection.": "Der Mailserver hat die Verbindung beendet.",
  "The mailbox has no folder for drafts.": "Das Postfach hat keinen Ordner für Entwürfe.",
  "It is not said what is to be done with the mail.": "Es ist nicht gesagt, was mit der Mail geschehen soll.",
  "The mailbox has no folder for the archive.": "Das Postfach hat keinen Ordner für das Archiv.",
  "The mail does not lie in the mailbox any more.": "Die Mail liegt nicht mehr im Postfach.",
  "The mail server cannot move single mails.": "Der Mailserver kann einzelne Mails nicht verschieben.",
  "The calendar's server does not let Kralle in.": "Der Kalenderserver lässt Kralle nicht hinein.",
  "Check the user and the password; many providers want a password made for programs.":
    "Prüfen Sie Benutzer und Passwort; viele Anbieter verlangen ein App-Passwort.",
  "The calendar's server answered more than 50 MB.": "Der Kalenderserver hat mit mehr als 50 MB geantwortet.",
  "If you trust it, connect the account with that address.":
    "Wenn Sie ihm trauen, verbinden Sie das Konto mit dieser Adresse.",
  "The server has no calendar for this user.": "Der Server hat keinen Kalender für diesen Benutzer.",
  "Give the address of the calendar itself, as its help names it.":
    "Geben Sie die Adresse des Kalenders selbst an, wie seine Hilfe sie nennt.",
  "The calendar's server answered {0}.": "Der Kalenderserver antwortete {0}.",
  "The calendar's server sends us to {0}.": "Der Kalenderserver schickt uns zu {0}.",
  "This is no event.": "Das ist kein Termin.",
  "No calendar of the account can be written.": "In keinen Kalender des Kontos kann geschrieben werden.",
  "This account is only read.": "Dieses Konto wird nur gelesen.",
  "The folder cannot have this name.": "Der Ordner kann nicht so heißen.",
  "The mailbox has no such folder.": "Das Postfach hat keinen solchen Ordner.",
};
