/** Errors of probing, engine packs for graphics cards, and residency, in German. */
export const RESIDENT: Readonly<Record<string, string>> = {
  "{0} needs about {1} GB of memory; models may take {2} GB here{3}.":
    "{0} braucht etwa {1} GB Speicher; Modelle dürfen hier {2} GB nehmen{~3}.",
  ", of which pinned models hold {0} GB": ", davon halten festgehaltene Modelle {0} GB",
  "Close other programs, unpin a model, or choose a smaller one.":
    "Andere Programme schließen, ein festgehaltenes Modell freigeben, oder ein kleineres wählen.",

  // probing
  "Use another model for pictures; `kralle models show NAME` says what was measured of one.":
    "Für Bilder ein anderes Modell nehmen; `kralle models show NAME` sagt, was an einem gemessen wurde.",

  // engine packs for graphics cards
  "its engine did not start within {0} s": "ihre Engine startete nicht innerhalb von {0} s",
  "its engine ended with {0}: {1}": "ihre Engine endete mit {~0}: {1}",
  "a crash": "einem Absturz",
  "code {0}": "Code {0}",
  "its libraries do not load here: the driver of the card or its runtime is missing":
    "ihre Bibliotheken laden hier nicht: Der Treiber der Karte oder ihre Laufzeit fehlt",
  "its engine does not start: {0}": "ihre Engine startet nicht: {0}",
  "its engine starts without {0}": "ihre Engine startet ohne {0}",
};
