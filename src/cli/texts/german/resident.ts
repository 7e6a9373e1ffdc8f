/** Errors of probing, engine packs for graphics cards, and residency, in German. */
export const RESIDENT: Readonly<Record<string, string>> = {
  "{0} needs about {1} GB of memory; models may take {2} GB here{3}.":
    "{0} braucht etwa {1} GB Speicher; Modelle dürfen hier {2} GB nehmen{~3}.",
  ", of which pinned models hold {0} GB": ", davon halten festgehaltene Modelle {0} GB",
  "Close other programs, unpin a model, or choose a smaller one.":
    "Andere Programme schließen, ein festgehaltenes Modell freigeben, oder ein kleineres wählen.",
};
