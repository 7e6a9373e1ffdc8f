import type { Agent, AgentDeps } from "../agent/index.ts";
import type { Config, Context } from "../core/index.ts";
import type { WorkflowRun } from "../durable/index.ts";
import type { Store } from "../store/index.ts";
import type { SetupEvent } from "./events.ts";
import { knownAbility } from "./measured.ts";
import { modelsFor, type RunningModel } from "./runtime.ts";
import type { Services } from "./services.ts";

/** More than half of all modules, which no other command needs: `kralle models` starts in half the time without. */
export const loadAgent = () => import("../agent/index.ts");

export interface AgentPlace {
  services: Services;
  store: Store;
  session: string;
  /** Somebody can be asked. */
  interactive: boolean;
  emit(event: SetupEvent): void;
  /** The workflow whose step the agent's work is: asked right before it acts outside. */
  run?: Pick<WorkflowRun, "ensureOwner">;
}

/** The agent with this model, for one session. */
export async function agentOver(
  model: RunningModel,
  { services, store, session, interactive, emit, run }: AgentPlace,
  ctx: Context,
): Promise<Agent> {
  const { createAgent, toMcpTools } = await loadAgent();
  const { effects, mint } = await services.outside();
  return createAgent({
    store,
    models: modelsFor(model, store, session, ctx, () => services.encoder(emit)),
    sandbox: await services.sandbox(),
    modelName: model.id,
    interactive,
    ability: async () => knownAbility(await model.ready, store),
    others: async () => toMcpTools(await (await services.mcp()).approved()),
    outside: { mint, effects: { perform: (intent, permit, own) => effects.perform(intent, permit, own, run) } },
    policy: toPolicy(services.config.tools),
  });
}

function toPolicy(tools: Config["tools"]): NonNullable<AgentDeps["policy"]> {
  const named = (state: string) => Object.keys(tools).filter((name) => tools[name] === state);
  return { asked: named("ask"), refused: named("off") };
}
