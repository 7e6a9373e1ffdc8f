/**
 * What the engine's child may know of the environment: enough to find libraries and a place for temporary files. Keys,
 * tokens and NODE_OPTIONS stay outside. NODE_V8_COVERAGE lets tests see which lines of the child ran.
 */
const ALLOWED = [
  "PATH",
  "HOME",
  "LANG",
  "LC_ALL",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "windir",
  "USERPROFILE",
  // Which cards, and where their libraries are.
  "LD_LIBRARY_PATH",
  "CUDA_PATH",
  "CUDA_VISIBLE_DEVICES",
  "GGML_VK_VISIBLE_DEVICES",
  "VK_ICD_FILENAMES",
  "VK_DRIVER_FILES",
  "NODE_V8_COVERAGE",
];

/**
 * The binding samples the sequences of one evaluation in as many workers of Node's pool at once; in llama.cpp each of them
 * may put the shared rows of scores in order first, unlocked, so that one could read another one's. With one worker
 * they come one after another, as evaluations do anyway.
 */
const ONE_AFTER_ANOTHER = "1";

export function toChildEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  more: readonly string[] = [],
): Record<string, string> {
  const allowed: Record<string, string> = { UV_THREADPOOL_SIZE: ONE_AFTER_ANOTHER };
  for (const name of [...ALLOWED, ...more]) {
    const value = environment[name];
    if (value !== undefined) allowed[name] = value;
  }
  return allowed;
}
