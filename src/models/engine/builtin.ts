import { createChildEngine, type ChildEngine } from "./childEngine.ts";
import { launch, type BuiltinOptions } from "./launch.ts";

export type { BuiltinOptions } from "./launch.ts";
export type BuiltinEngine = ChildEngine;

/** llama.cpp inside a child process of ours, through the prebuilt binding of the engine pack; it cannot see images. */
export function createBuiltinEngine(options: BuiltinOptions): BuiltinEngine {
  return createChildEngine({
    ...options,
    canPrepare: options.reusePrefix !== false,
    launch: (header) => launch(options, header),
  });
}
