/**
 * Architectures whose weights Ollama keeps in a form of its own and mends in memory while it loads them; stock llama.cpp
 * cannot read these files. Source: Ollama llama/compat/README.md (0.32).
 */
const OWN_FORM = new Set([
  "deepseekocr",
  "gemma3",
  "gemma3n",
  "gemma4",
  "glm4moelite",
  "glmocr",
  "gptoss",
  "laguna",
  "lfm2",
  "lfm2moe",
  "llama4",
  "mistral3",
  "nemotron_h_moe",
  "nemotron_h_omni",
  "olmo3",
  "qwen25vl",
  "qwen35",
  "qwen35moe",
  "qwen3next",
  "qwen3vl",
  "qwen3vlmoe",
]);

/** Whether an architecture, as Ollama's registry or a file out of its store names it, is in Ollama's own form. */
export const isOllamaForm = (architecture: string | null): boolean =>
  architecture !== null && OWN_FORM.has(architecture.toLowerCase());
