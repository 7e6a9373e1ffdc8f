/** Errors of src/models/fit/ and of `kralle models fit` in German. */
export const FIT: Readonly<Record<string, string>> = {
  'The machine "{0}" is not known: what is "{1}"?': "Der Rechner „{0}“ ist nicht bekannt: Was ist „{1}“?",
  'Nearest: {0}. Say it like "RTX 4090 24GB", "Mac mini M4 Pro 64GB" or "laptop 16GB".':
    "Am ähnlichsten: {0}. Etwa so sagen: „RTX 4090 24GB“, „Mac mini M4 Pro 64GB“ oder „Laptop 16GB“.",
  "The machine is not described.": "Der Rechner ist nicht beschrieben.",
  'Say it like "RTX 4090 24GB", "Mac mini M4 Pro 64GB" or "laptop 16GB".':
    "Etwa so sagen: „RTX 4090 24GB“, „Mac mini M4 Pro 64GB“ oder „Laptop 16GB“.",
  "No machine has {0} {1} of memory.": "Kein Rechner hat {0} {1} Speicher.",
  "{0} is not known in {1}.": "{0} ist in {1} nicht bekannt.",
  "Known are: {0}.": "Bekannt sind: {0}.",
  "{0} was made for {1} tokens of context, not {2}.": "{0} ist für {1} Token Kontext gemacht, nicht für {2}.",
  "Ask for a smaller context, or choose a model with a larger one.":
    "Einen kleineren Kontext verlangen, oder ein Modell mit größerem wählen.",
  "Kralle has no figures of {0}, from which a fit could follow.":
    "Kralle hat keine Zahlen zu {0}, aus denen folgte, ob es passt.",
  "`kralle models fit` shows all models that it has figures of.":
    "`kralle models fit` zeigt alle Modelle, zu denen es Zahlen hat.",
};
