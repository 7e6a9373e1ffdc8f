import { AppError, type Context } from "../core/index.ts";
import {
  createRefusal,
  decide,
  toReasonWords,
  type Action,
  type Bulk,
  type Effect,
  type KeptLine,
  type Labels,
  type Policy,
  type Reason,
  type Sandbox,
} from "../guard/index.ts";
import type { Store } from "../store/index.ts";
import { createAsking, versionOf } from "./asking.ts";
import type { Recorder } from "./events.ts";
import type { Outside } from "./outside.ts";
import type { Provenance } from "./provenance/index.ts";
import type { Tool } from "./tools/index.ts";
import type { AskOptions } from "./types.ts";
import type { Workspace } from "./workspace/index.ts";

/** What is about to happen, for the policy and for the person who is asked. */
export interface Deed {
  tool: string;
  effect: Effect;
  input: unknown;
  describe: string;
  /** Where the arguments came from, and what led to the deed. */
  origin: Origins;
  /** Of a tool, as it is when it is asked. */
  version?: () => string;
  /** Where one answer may be for many calls that are alike. */
  bulk?: Bulk;
}

/** `labels`: of the arguments; `led`: of all that led to the call. */
export interface Origins {
  labels: Labels;
  led: Labels;
}

/**
 * The only way from a plan, or a model, to the world. Contract: `permit` returns when the deed may happen now and throws
 * E_REFUSED when not; a person who is asked releases exactly these arguments. `use` does the same for a tool, checks its
 * input and tells how it went; what it brought counts, from then on, among what led to whatever comes next.
 */
export interface Boundary {
  readonly sandbox: Sandbox;
  readonly provenance: Provenance;
  /** Tools of others, which the owner approved; each use asks. */
  others(): Promise<Tool[]>;
  permit(deed: Deed): Promise<void>;
  /** Without `origin` the arguments are as trusted as what led to the call. */
  use<I, O>(tool: Tool<I, O>, input: unknown, origin?: Origins): Promise<O>;
}

/** What the boundary keeps of the owner's policy. */
export interface PolicyBook {
  lines(): Promise<readonly KeptLine[]>;
  uses(tool: string): Promise<number>;
  countUse(tool: string): Promise<void>;
}

export interface BoundaryParts {
  policy: Omit<Policy, "lines">;
  book: PolicyBook;
  approve: AskOptions["approve"];
  approvals: Store["approvals"];
  audit: Store["audit"];
  /** The message whose work this is; null for work that came by none. */
  message?: string | null;
  sandbox: Sandbox;
  others?: (() => Promise<Tool[]>) | undefined;
  outside: Outside;
  workspace: Workspace;
  provenance: Provenance;
  recorder: Recorder;
}

export function createBoundary(parts: BoundaryParts, ctx: Context): Boundary {
  const { policy, book, recorder, workspace, sandbox, provenance } = parts;
  const { emit } = recorder;
  const asking = createAsking({ ...parts, message: parts.message ?? null }, ctx);

  const ask = ({ tool, input, describe, version, bulk }: Deed, reason: Reason): Promise<boolean> =>
    asking({
      call: () => ({ tool, version: version?.() ?? "", input, place: workspace.root }),
      describe,
      reason: toReasonWords(reason),
      ...(bulk ? { bulk } : {}),
    });

  /** As far as a tool does not tell of a call, nobody knows: that counts against it. */
  async function toAction(deed: Deed, told: Partial<Action>): Promise<Action> {
    const uses = (await book.uses(deed.tool)) + 1;
    const { tool, effect, origin } = deed;
    const amount = isOutside(effect) ? "unknown" : null;
    const unknown = { aliases: [], runsCode: false, recipients: null, stated: [], amount } as const;
    return { ...unknown, ...told, tool, effect, ...origin, uses };
  }

  async function settle(deed: Deed, told: Partial<Action>): Promise<void> {
    ctx.signal.throwIfAborted();
    const [action, lines] = [await toAction(deed, told), await book.lines()];
    const verdict = decide(action, { ...policy, lines });
    const isReleased = verdict.decision === "ask" && (await ask(deed, verdict.reason));
    ctx.signal.throwIfAborted(); // cancelled while somebody was being asked: that is no refusal
    if (verdict.decision !== "allow" && !isReleased) {
      const entry = { kind: "refusal", actor: recorder.session, action: "refused", subject: deed.tool } as const;
      await parts.audit.append(entry, ctx);
      throw createRefusal(deed, verdict, policy);
    }
    if (isOutside(deed.effect)) await book.countUse(deed.tool);
  }

  return {
    sandbox,
    provenance,
    others: () => parts.others?.() ?? Promise.resolve([]),
    permit: (deed) => settle(deed, {}),
    async use<I, O>(tool: Tool<I, O>, given: unknown, origin?: Origins): Promise<O> {
      const checked = tool.input.safeParse(given);
      if (!checked.success) throw badInput(tool.name, checked.error.issues[0]);
      const input = structuredClone(checked.data); // what whoever called does to theirs from now on changes nothing
      const describe = tool.describe(input);
      const { led } = provenance;
      const from = origin ?? { labels: provenance.ofValue(input, led), led };
      const { name, effect } = tool;
      const deed: Deed = { tool: name, effect, input, describe, origin: from, version: () => versionOf(tool) };
      await settle(deed, toldBy(tool, input, provenance));
      const told = { type: "tool", name: tool.name, describe } as const;
      await emit({ ...told, state: "started" });
      try {
        const run = (inner: Context): Promise<O> => tool.run(input, { ...inner, workspace, signal: ctx.signal });
        const output = await provenance.making(from.labels, () =>
          isOutside(effect)
            ? parts.outside({ tool: name, version: deed.version!(), input, title: describe }, run)
            : run(ctx),
        );
        await emit({ ...told, state: "done" });
        return output;
      } catch (thrown) {
        await emit({ ...told, state: "failed", summary: thrown instanceof Error ? thrown.message.slice(0, 200) : "" });
        throw thrown;
      } finally {
        provenance.add(await provenance.ofOutput(tool, input, from.labels));
      }
    },
  };
}

/** What no tool of Kralle's says of itself reaches outside, too. */
const isOutside = (effect: Effect): boolean => effect !== "read" && effect !== "write";

function toldBy<I, O>(tool: Tool<I, O>, input: I, provenance: Provenance): Partial<Action> {
  const { alias, runsCode = false } = tool;
  const reach = tool.reach?.(input);
  const told = { aliases: alias === undefined ? [] : [alias], runsCode };
  if (reach === undefined) return told;
  const { recipients, amount } = reach;
  return { ...told, recipients, amount, stated: recipients.filter(provenance.isStated) };
}

function badInput(tool: string, fault: { path: PropertyKey[]; message: string } | undefined): AppError {
  const where = fault?.path.join(".") ?? "";
  return new AppError("E_INPUT", `${tool} was called with wrong arguments: ${where} ${fault?.message ?? ""}`.trim());
}
