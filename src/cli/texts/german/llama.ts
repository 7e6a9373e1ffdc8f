/** Errors of src/models/llama-server/ and src/models/embed/, in German. */
export const LLAMA: Readonly<Record<string, string>> = {
  "{0} cannot see images through this engine.": "{0} kann über diese Engine keine Bilder sehen.",
  "Use a model that can: through a llama-server or Ollama.":
    "Ein Modell nehmen, das es kann: über einen llama-server oder Ollama.",
};
