import type { TestContext } from "node:test";
import { createTools, type ToolContext } from "../../../src/agent/tools/index.ts";
import type { Sandbox } from "../../../src/guard/index.ts";
import { openBench, type Bench } from "../workspace/_setup.ts";

export interface ToolBench extends Bench {
  tools: ToolContext;
  /** Calls a tool as the loop does: input through its schema, then run. */
  call<T>(name: string, input: unknown): Promise<T>;
}

export async function openTools(t: TestContext, files: Record<string, string>, sandbox?: Sandbox): Promise<ToolBench> {
  const bench = await openBench(t, files);
  const tools: ToolContext = { ...bench.ctx, workspace: bench.workspace };
  const known = createTools(sandbox ? { sandbox } : {});
  const call = async <T>(name: string, input: unknown): Promise<T> => {
    const tool = known.find((candidate) => candidate.name === name);
    if (!tool) throw new Error(`There is no tool ${name}.`);
    return (await tool.run(tool.input.parse(input), tools)) as T;
  };
  return { ...bench, tools, call };
}
