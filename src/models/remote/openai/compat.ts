/**
 * How servers of the OpenAI-compatible kind differ, as data. Sources: the servers' own documentation (llama.cpp
 * tools/server/README.md, docs.vllm.ai "OpenAI-Compatible Server", lmstudio.ai/docs/app/api) and for llama-server what
 * b10434 answered.
 */
export interface Compat {
  kind: "llama-server" | "vllm" | "lm-studio" | "openai-compatible";
  /** `response_format` of the type json_schema is known to bind what the model may write. */
  constrains: boolean;
  /** The last chunk tells the use of tokens when `stream_options.include_usage` asks for it. */
  streamUsage: boolean;
  /** Route that counts tokens exactly. */
  tokenise: "apply-template" | "chat-messages" | null;
  /** The template can be told not to think, by `chat_template_kwargs.enable_thinking`. */
  thinkingSwitch: boolean;
  /** Sent with every request. */
  extras: Readonly<Record<string, unknown>>;
}

const COMMON: Compat = {
  kind: "openai-compatible",
  constrains: false,
  streamUsage: true,
  tokenise: null,
  thinkingSwitch: false,
  extras: {},
};

export const COMPAT: Readonly<Record<Compat["kind"], Compat>> = {
  "openai-compatible": COMMON,
  "llama-server": {
    ...COMMON,
    kind: "llama-server",
    constrains: true,
    tokenise: "apply-template",
    thinkingSwitch: true,
    extras: { cache_prompt: true },
  },
  vllm: { ...COMMON, kind: "vllm", constrains: true, tokenise: "chat-messages", thinkingSwitch: true },
  "lm-studio": { ...COMMON, kind: "lm-studio", constrains: true },
};
