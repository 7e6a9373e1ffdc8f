/** Errors of src/desks/briefing/ and of what is done about items, in German. */
export const BRIEFING: Readonly<Record<string, string>> = {
  "The briefing of {0} cannot be written: {1} has files of these names already.":
    "Die Lage vom {0} lässt sich nicht schreiben: In {1} gibt es schon Dateien dieser Namen.",
  "Name another folder in the setting briefing.folder.":
    "Einen anderen Ordner in der Einstellung briefing.folder nennen.",
  "The account that the briefing was to go out by is not connected any more.":
    "Das Konto, über das die Lage gehen sollte, ist nicht mehr verbunden.",
  "Nothing of the kind {0} can be released here.": "Etwas der Art {0} lässt sich hier nicht freigeben.",
  "Open the item and do it there.": "Den Eintrag öffnen und es dort tun.",
  "{0} is the name of a schedule of Kralle's own.": "{0} heißt ein Plan von Kralle selbst.",
  "Choose another name.": "Einen anderen Namen wählen.",
  "The briefing is composed by the gateway, and it is not running.":
    "Die Lage stellt das Gateway zusammen, und es läuft nicht.",
  "Start it with `kralle up`; `kralle today` shows what it would say.":
    "Mit `kralle up` starten; `kralle today` zeigt, was sie sagen würde.",
  "Only what certainly did not arrive is sent again.": "Noch einmal gesendet wird nur, was sicher nicht ankam.",
  "Where it is unclear, look there and say first whether it arrived: `kralle today` shows how.":
    "Wo es unklar ist, dort nachsehen und zuerst sagen, ob es ankam: `kralle today` zeigt, wie.",
  "There is no briefing of {0}.": "Eine Lage vom {0} gibt es nicht.",
  "`kralle briefing list` names the days that have one.": "`kralle briefing list` nennt die Tage, die eine haben.",
  "The item {0} proposes nothing of the name {1}.": "Der Eintrag {0} schlägt nichts mit dem Namen {1} vor.",
  "`kralle today` shows what is proposed now.": "`kralle today` zeigt, was jetzt vorgeschlagen wird.",
  "What is proposed was changed since it was shown.":
    "Was vorgeschlagen wird, hat sich geändert, seit es gezeigt wurde.",
  "Look at it again.": "Noch einmal ansehen.",
  "This is done by the gateway, and it is not running.": "Das tut das Gateway, und es läuft nicht.",
};
