/** Errors about connected accounts, in German. */
export const ACCOUNTS: Readonly<Record<string, string>> = {
  "A password has 1 to {0} characters.": "Ein Passwort hat 1 bis {0} Zeichen.",
  "There is no password for this account.": "Zu diesem Konto gibt es kein Passwort.",
  "Give it again: kralle accounts change": "Geben Sie es neu an: kralle accounts change",
  "This secret belongs to a connected account.": "Dieses Geheimnis gehört zu einem verbundenen Konto.",
  "It goes with its account: kralle accounts rm": "Es geht mit seinem Konto: kralle accounts rm",
  "{0} does not take this password: {1}": "{0} nimmt dieses Passwort nicht an: {~1}",
  "Check user and password. Many providers want an app password of their own, which you make in their settings.":
    "Benutzer und Passwort prüfen. Viele Anbieter verlangen ein App-Passwort, das Sie in deren Einstellungen anlegen.",
  "{0} shows a certificate that is not trusted: {1}": "{0} zeigt ein Zertifikat, dem nicht vertraut wird: {~1}",
  "Check the name of the server. If the certificate is your own, name it with --ca FILE.":
    "Den Namen des Servers prüfen. Ist es Ihr eigenes Zertifikat, nennen Sie es mit --ca DATEI.",
  "{0} does not encrypt, so no password is sent there.":
    "{0} verschlüsselt nicht; dorthin wird kein Passwort geschickt.",
  "Take another port: 993 for IMAP and 465 for SMTP encrypt from the first byte.":
    "Einen anderen Port nehmen: 993 für IMAP und 465 für SMTP verschlüsseln vom ersten Byte an.",
  "{0} could not be used: {1}": "{0} war nicht zu gebrauchen: {~1}",
  "Check name, port and encryption of the server.": "Name, Port und Verschlüsselung des Servers prüfen.",
  "Accounts of the kind {0} cannot be connected.": "Konten der Art {0} können nicht verbunden werden.",
  "The settings of the account are wrong at {0}: {1}": "Die Einstellungen des Kontos sind falsch bei {0}: {~1}",
  "Correct this setting.": "Diese Einstellung berichtigen.",
  "The account {0} is switched off.": "Das Konto {0} ist ausgeschaltet.",
  "Switch it on: kralle accounts on": "Einschalten: kralle accounts on",
  "The account was removed meanwhile.": "Das Konto wurde inzwischen entfernt.",
  "{0} is connected already.": "{0} ist schon verbunden.",
  "Change it with `kralle accounts change`, or remove it first.":
    "Ändern Sie es mit `kralle accounts change`, oder entfernen Sie es vorher.",
  "An account is called {0} already.": "Ein Konto heißt schon {0}.",
  "The account needs a password.": "Das Konto braucht ein Passwort.",
  "{0} is another server: the kept password does not go there.":
    "{0} ist ein anderer Server: Das aufbewahrte Passwort geht nicht dorthin.",
  "Give the password again, with the new server.": "Geben Sie mit dem neuen Server auch das Passwort neu an.",
  "What this account is let in with is of another form.": "Womit dieses Konto eingelassen wird, hat eine andere Form.",
  "Sign in at the provider: remove the account, then connect it again.":
    "Melden Sie sich beim Anbieter an: das Konto entfernen, dann neu verbinden.",
  "Give it at the terminal or on the page.": "Geben Sie es im Terminal oder auf der Seite ein.",
  "Several accounts are called {0}.": "Mehrere Konten heißen {0}.",
  "Name the one by its id: {0}": "Nennen Sie das eine mit seiner Kennung: {0}",
  "There is no account {0}.": "Es gibt kein Konto {0}.",
  "`kralle accounts` shows them.": "`kralle accounts` zeigt sie.",
  "A mailbox needs its address.": "Ein Postfach braucht seine Adresse.",
  "Give it, for example ada@example.org.": "Geben Sie sie an, zum Beispiel ada@example.org.",
};
