/** Errors about who may come in, in German. */
export const ACCESS: Readonly<Record<string, string>> = {
  "The name of a token is one line of visible characters.":
    "Der Name eines Schlüssels ist eine Zeile sichtbarer Zeichen.",
  "The gateway is not running, so there is nothing to sign in to.":
    "Das Gateway läuft nicht, es gibt also nichts, wo man sich anmelden könnte.",
  "Start it with `kralle up`; it prints a link.": "Mit `kralle up` starten; das nennt einen Link.",
  "There is no token {0}.": "Es gibt keinen Schlüssel {0}.",
  "There is no device {0}.": "Es gibt kein Gerät {0}.",
  "`kralle token list` shows their ids.": "`kralle token list` zeigt ihre Kennungen.",
  "`kralle devices` shows their ids.": "`kralle devices` zeigt ihre Kennungen.",
};
