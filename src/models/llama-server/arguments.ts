import type { ServerOrder } from "./types.ts";

/**
 * The command line of a llama-server for one model and one answer at a time. The API key is no part of it: arguments are
 * seen by everybody on the machine. `[option, value]` that a build does not know is left out; those without which it would
 * not keep the contract are always there.
 */
export function toArguments(order: ServerOrder, listen: { socket: string } | { port: number }): string[] {
  const known = new Set(order.program.options);
  const ifKnown = (option: string, ...values: string[]): string[] => (known.has(option) ? [option, ...values] : []);
  const firstKnown = (...options: string[]): string[] => options.filter((option) => known.has(option)).slice(0, 1);
  const batch = String(order.batchTokens);
  const always = [
    "--model",
    order.modelPath,
    "--ctx-size",
    String(order.contextTokens),
    "--parallel",
    "1",
    "--threads",
    String(order.threads),
    "--batch-size",
    batch,
    "--ubatch-size",
    batch,
  ];
  return [
    ...always,
    ...("socket" in listen ? ["--host", listen.socket] : ["--host", "127.0.0.1", "--port", String(listen.port)]),
    ...(order.projectorPath === null ? [] : ["--mmproj", order.projectorPath]),
    ...(order.gpu === "none" ? ["--n-gpu-layers", "0"] : []),
    ...ifKnown("--no-context-shift"), // a conversation that grows too long is refused, never cut
    ...firstKnown("--no-ui", "--no-webui"),
    ...ifKnown("--cors-origins", "http://localhost"), // by default it echoes any origin
    ...ifKnown("--no-slots"),
    ...ifKnown("--offline"),
    ...ifKnown("--log-colors", "off"),
    ...ifKnown("--cache-ram", "512"), // MiB for the states of other conversations; the default is 8192
    ...(known.has("--log-verbosity") ? ["--log-verbosity", "4"] : []), // from 4 on it says what it was built for
  ];
}
