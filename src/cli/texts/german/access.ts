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
  "gateway.host is {0}: other machines could reach Kralle.":
    "gateway.host ist {0}: andere Rechner könnten Kralle erreichen.",
  "Leave it at 127.0.0.1; or set gateway.allowNetwork, with gateway.tls or gateway.trustedProxy.":
    "Bei 127.0.0.1 lassen; oder gateway.allowNetwork setzen, dazu gateway.tls oder gateway.trustedProxy.",
  "gateway.host is {0}: what is sent there could be read on the way.":
    "gateway.host ist {0}: was dorthin geschickt wird, ließe sich unterwegs mitlesen.",
  "Set gateway.tls (certificate and key), or gateway.trustedProxy (the address of a proxy that encrypts).":
    "gateway.tls setzen (Zertifikat und Schlüssel), oder gateway.trustedProxy (Adresse eines Proxys, der verschlüsselt).",
  "gateway.tls: certificate and key cannot be used together.":
    "gateway.tls: Zertifikat und Schlüssel lassen sich nicht zusammen verwenden.",
  "Both have to be PEM, and belong to each other.": "Beide müssen PEM sein und zusammengehören.",
  "{0}: {1} cannot be read.": "{0}: {1} lässt sich nicht lesen.",
  "Give the whole path of a PEM file that you may read.":
    "Den ganzen Pfad einer PEM-Datei nennen, die Sie lesen dürfen.",
  "The owner's own socket is not signed in.": "Der eigene Socket des Besitzers ist nicht angemeldet.",
  "Nothing needs to be done.": "Es ist nichts zu tun.",
};
