import { AppError, type Context } from "../core/index.ts";
import {
  createApproval,
  createRefusal,
  decide,
  releases,
  type Effect,
  type Policy,
  type Sandbox,
} from "../guard/index.ts";
import type { Recorder } from "./events.ts";
import type { Tool } from "./tools/index.ts";
import type { AskOptions } from "./types.ts";
import type { Workspace } from "./workspace/index.ts";

/** What is about to happen, for the policy and for the person who is asked. */
export interface Deed {
  tool: string;
  effect: Effect;
  input: unknown;
  describe: string;
}

/**
 * The only way from a plan, or a model, to the world. Contract: `permit` returns when the deed may happen now and throws
 * E_REFUSED when not; a person who is asked releases exactly these arguments. `use` does the same for a tool, checks its
 * input and tells how it went.
 */
export interface Boundary {
  readonly sandbox: Sandbox;
  /** Tools of others, which the owner approved; each use asks. */
  others(): Promise<Tool[]>;
  permit(deed: Deed): Promise<void>;
  use<I, O>(tool: Tool<I, O>, input: unknown): Promise<O>;
}

export interface BoundaryParts {
  policy: Policy;
  approve: AskOptions["approve"];
  sandbox: Sandbox;
  others?: (() => Promise<Tool[]>) | undefined;
  workspace: Workspace;
  recorder: Recorder;
}

export function createBoundary(parts: BoundaryParts, ctx: Context): Boundary {
  const { policy, approve, recorder, workspace, sandbox } = parts;
  const { emit } = recorder;

  async function ask(deed: Deed): Promise<boolean> {
    const { tool, input, describe } = deed;
    const approval = createApproval({ tool, input, place: workspace.root }, describe, ctx);
    const question = { type: "approval", id: approval.id, tool, describe: approval.title } as const;
    await emit(question);
    const answer =
      (await approve?.({ id: approval.id, tool, describe: approval.title, argumentsHash: approval.hash })) ?? false;
    // Asked with what is about to run: a question that grew old, or was about something else, releases nothing.
    const isReleased = answer && releases(approval, { tool, input, place: workspace.root }, ctx);
    await emit({ ...question, decision: isReleased ? "allow" : "refuse" });
    return isReleased;
  }

  async function permit(deed: Deed): Promise<void> {
    ctx.signal.throwIfAborted();
    const decision = decide(deed.tool, deed.effect, policy);
    if (decision === "allow" || (decision === "ask" && (await ask(deed)))) return;
    ctx.signal.throwIfAborted(); // cancelled while somebody was being asked: that is no refusal
    throw createRefusal(deed.tool, deed.effect, policy);
  }

  return {
    sandbox,
    others: () => parts.others?.() ?? Promise.resolve([]),
    permit,
    async use<I, O>(tool: Tool<I, O>, input: unknown): Promise<O> {
      const checked = tool.input.safeParse(input);
      if (!checked.success) throw badInput(tool.name, checked.error.issues[0]);
      const describe = tool.describe(checked.data);
      await permit({ tool: tool.name, effect: tool.effect, input: checked.data, describe });
      const told = { type: "tool", name: tool.name, describe } as const;
      await emit({ ...told, state: "started" });
      try {
        const output = await tool.run(checked.data, { ...ctx, workspace });
        await emit({ ...told, state: "done" });
        return output;
      } catch (thrown) {
        await emit({ ...told, state: "failed", summary: thrown instanceof Error ? thrown.message.slice(0, 200) : "" });
        throw thrown;
      }
    },
  };
}

function badInput(tool: string, fault: { path: PropertyKey[]; message: string } | undefined): AppError {
  const where = fault?.path.join(".") ?? "";
  return new AppError("E_INPUT", `${tool} was called with wrong arguments: ${where} ${fault?.message ?? ""}`.trim());
}
