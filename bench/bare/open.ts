import { Template } from "@huggingface/jinja";
import { loadBinding, type LlamaModel, type LlamaSequence, type LlamaToken } from "../../src/models/engine/binding.ts";
import type { BareJob } from "./types.ts";

/** The engine as a script would use it: the model, one sequence, and the tokens of the messages. */
export async function openBare(
  job: BareJob,
): Promise<{ model: LlamaModel; sequence: LlamaSequence; tokens: LlamaToken[] }> {
  const binding = await loadBinding(job.packDir);
  const llama = await binding.getLlama({
    gpu: job.gpu ? "auto" : false,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    maxThreads: job.threads,
    logger: () => {},
  });
  const model = await llama.loadModel({ modelPath: job.modelPath, useMmap: job.gpu, ignoreMemorySafetyChecks: true });
  const context = await model.createContext({
    contextSize: job.contextTokens,
    sequences: 1,
    threads: job.threads,
    batchSize: job.batchTokens,
    ignoreMemorySafetyChecks: true,
  });
  const template = new Template(model.fileInfo.metadata.tokenizer?.chat_template ?? "");
  const text = template.render({
    messages: job.messages,
    add_generation_prompt: true,
    bos_token: model.tokens.bosString ?? "",
    eos_token: model.tokens.eosString ?? "",
  });
  return { model, sequence: context.getSequence(), tokens: model.tokenize(text, true) };
}
