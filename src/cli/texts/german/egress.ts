export const EGRESS: Readonly<Record<string, string>> = {
  "{0} is no address of the web.": "{0} ist keine Adresse des Web.",
  "An address begins with http:// or https://.": "Eine Adresse beginnt mit http:// oder https://.",
  "The address of {0} holds a name or a password.": "Die Adresse von {0} enthält einen Namen oder ein Passwort.",
  "Leave them out of the address.": "Beides aus der Adresse weglassen.",
  "{0} is no name or address of a machine.": "{0} ist kein Name und keine Adresse eines Rechners.",
  "Write the name without a dot at its end, or the whole address.":
    "Den Namen ohne Punkt am Ende schreiben, oder die ganze Adresse.",
  "A port is no number between 1 and 65535.": "Ein Port ist keine Zahl zwischen 1 und 65535.",
  "Nobody said what for {0} is to be reached.": "Niemand hat gesagt, wofür {0} erreicht werden soll.",
  "This is a fault of Kralle: nothing was sent.": "Das ist ein Fehler von Kralle: gesendet wurde nichts.",
  "{0} may not be reached for {1}.": "{0} darf für {1} nicht erreicht werden.",
  "Where Kralle may go stands in docs/egress.md; `kralle egress` shows what was refused.":
    "Wohin Kralle darf, steht in docs/egress.md; `kralle egress` zeigt, was abgelehnt wurde.",
  "Nothing may be sent to {0} for {1}; it may only be asked.":
    "An {0} darf für {1} nichts gesendet werden; es darf nur gefragt werden.",
  "Where Kralle may go stands in docs/egress.md.": "Wohin Kralle darf, steht in docs/egress.md.",
  "{0} leads to an address that is not public.": "{0} führt zu einer Adresse, die nicht öffentlich ist.",
  "A server on this machine or in your network has to be named in the settings, with its port.":
    "Ein Server auf diesem Rechner oder in Ihrem Netz muss in den Einstellungen stehen, mit seinem Port.",
  "{0} has no address.": "{0} hat keine Adresse.",
  "{0} could not be reached: its name is not known ({1}).":
    "{0} war nicht zu erreichen: Der Name ist nicht bekannt ({1}).",
  "The privacy lock is on: {0} is not reached.": "Die Privatsperre ist zu: {0} wird nicht erreicht.",
  "`kralle privacy unlock` lets Kralle out again.": "`kralle privacy unlock` lässt Kralle wieder hinaus.",
  "{0} redirects to nowhere.": "{0} leitet ins Nichts weiter.",
  "{0} redirects to an address without encryption.": "{0} leitet zu einer Adresse ohne Verschlüsselung weiter.",
  "Use another source.": "Eine andere Quelle nehmen.",
  "{0} wants what was sent to it to be sent to {1}.":
    "{0} will, dass das, was ihm gesendet wurde, an {1} gesendet wird.",
  "If that is the right server, name it in the settings.":
    "Wenn das der richtige Server ist, ihn in den Einstellungen nennen.",
  "{0} redirects, which is not followed.": "{0} leitet weiter; dem wird nicht gefolgt.",
  "{0} redirects without end.": "{0} leitet ohne Ende weiter.",
  "What goes out cannot be recorded, so nothing goes out.":
    "Was hinausgeht, lässt sich nicht festhalten; darum geht nichts hinaus.",
  "Look whether the home folder can be written and has space.":
    "Nachsehen, ob der Heimordner beschreibbar ist und Platz hat.",
  "{0} cannot be changed.": "{0} lässt sich nicht ändern.",
  "The privacy lock cannot be proved on this machine: {0}.":
    "Die Privatsperre lässt sich auf diesem Rechner nicht beweisen: {~0}.",
  "It takes Linux with unshare and ip (iproute2), as root or where users may make namespaces.":
    "Es braucht Linux mit unshare und ip (iproute2), als root oder wo Benutzer Namensräume anlegen dürfen.",
  "it needs Linux": "es braucht Linux",
  "what it said is no report": "was es sagte, ist kein Bericht",
  "it ended with {0}": "es endete mit {0}",
};
