/** Errors of src/gateway/doors/, src/app/inference/ and of what they use, in German. */
export const DOORS: Readonly<Record<string, string>> = {
  'There is no model "{0}" here.': "Ein Modell „{0}“ gibt es hier nicht.",
  'Name one of the list, or "auto". `kralle models pull NAME` brings another.':
    "Eines der Liste nennen, oder „auto“. `kralle models pull NAME` holt ein anderes.",
  'The model "{0}" makes no vectors.': "Das Modell „{0}“ macht keine Vektoren.",
  'Name {0}, or "auto".': "{0} nennen, oder „auto“.",
  'The tool "{0}" is to be called, but not offered.':
    "Das Werkzeug „{0}“ soll benutzt werden, steht aber nicht zur Wahl.",
  '"{0}" cannot be the name of a door.': "„{0}“ kann nicht der Name einer Tür sein.",
  "Port {0} is already that of {1}.": "Den Port {0} hat schon {~1}.",
  "the gateway": "Kralle selbst",
  "the door with a token": "die Tür mit Schlüssel",
  "Name another with --port.": "Einen anderen nennen, mit --port.",
  "There is no door {0}.": "Es gibt keine Tür {0}.",
  "`kralle door list` shows those that there are.": "`kralle door list` zeigt die vorhandenen.",
  "A picture is no base64.": "Ein Bild ist kein base64.",
  "A picture is neither PNG nor JPEG, GIF or WebP.": "Ein Bild ist weder PNG noch JPEG, GIF oder WebP.",
  "A picture has to come along as a data: address.": "Ein Bild muss als data:-Adresse mitkommen.",
  "Send its bytes as base64.": "Seine Bytes als base64 schicken.",
  "Only a user's message may hold pictures.": "Nur eine Nachricht des Benutzers darf Bilder enthalten.",
  'Content of the type "{0}" cannot be read.': "Inhalt der Art „{0}“ kann nicht gelesen werden.",
  'A tool\'s result answers the call "{0}", which no message before made.':
    "Ein Ergebnis beantwortet den Aufruf „{0}“, den keine Nachricht davor machte.",
  "A tool's result answers no call of a message before it.":
    "Ein Ergebnis beantwortet keinen Aufruf einer Nachricht davor.",
  "The request says nothing.": "Die Anfrage sagt nichts.",
  "The vectors of {0} have {1} dimensions, and no others.":
    "Die Vektoren von {0} haben {1} Dimensionen und keine anderen.",
  "The door was closed.": "Die Tür wurde geschlossen.",
};
