import { z } from "zod";
import type { Context } from "../../core/index.ts";
import { installedEnginePack, type Hardware, type ModelAbility } from "../../models/index.ts";
import { orAborted } from "../aborted.ts";
import type { ChosenModel } from "../chooseModel.ts";
import { defineCommand, type Call } from "../command.ts";
import type { SetupEvent } from "../events.ts";
import { abilityOf } from "../measured.ts";
import { modelsFor, type RunningModel } from "../runtime.ts";

const modelInput = z.object({ model: z.string().min(1).nullable().default(null) });
const setupInput = modelInput.extend({
  /** Measures what the model can do, once for each model and engine; takes some twenty seconds on two cores. */
  probe: z.boolean().default(true),
});

export interface SetupResult {
  model: string;
  name: string;
  contextTokens: number;
  engine: string;
  ability: ModelAbility | null;
}

/** Everything that work needs: hardware seen, engine and weights here, loaded, tried, measured. Can be repeated. */
export const setup = defineCommand<typeof setupInput, SetupResult, SetupEvent>({
  about: "fetches, verifies, loads and tries the model",
  input: setupInput,
  async run(input, call) {
    const { services, emit, ctx } = call;
    await services.hold();
    const store = await services.store();
    emit({ type: "hardware", hardware: await services.hardware() });
    const model = await orAborted(services.model(input.model, emit), ctx.signal);
    const info = await orAborted(model.ready, ctx.signal);
    await tryModel(model, call);
    let ability: ModelAbility | null = null;
    if (input.probe) {
      const started = ctx.clock.now();
      emit({ type: "ability", state: "started" });
      ability = await abilityOf({ engine: model.engine, info }, store, ctx);
      emit({ type: "ability", state: "done", ms: ctx.clock.now() - started, ability });
    }
    return { model: model.id, name: model.name, contextTokens: info.contextTokens, engine: info.engine, ability };
  },
});

/** One short answer: shows that the engine really computes here. */
async function tryModel(model: RunningModel, { services, emit, ctx }: Call<SetupEvent>): Promise<void> {
  emit({ type: "try", state: "started" });
  const { SYSTEM_PROMPT } = await import("../../agent/index.ts");
  const started = ctx.clock.now();
  const models = modelsFor(model, await services.store(), null, ctx);
  const { text } = await models.generate(
    {
      task: "chat",
      system: SYSTEM_PROMPT, // so that the first request finds it read
      input: "Say: ready",
      budget: { maxTokens: 8 },
    },
    ctx,
  );
  emit({ type: "try", state: "done", ms: ctx.clock.now() - started, text });
}

/** Loads the model ahead of the first request, and resolves when it can answer. */
export const load = defineCommand<typeof modelInput, { model: string; name: string }, SetupEvent>({
  about: "loads the model ahead of a request",
  input: modelInput,
  async run(input, { services, emit, ctx }) {
    await services.hold();
    const model = await orAborted(services.model(input.model, emit), ctx.signal);
    await orAborted(model.ready, ctx.signal);
    readAhead(model, ctx);
    return { model: model.id, name: model.name };
  },
});

/** While the person still types, the engine reads what every request begins with, where it does not know it yet. */
function readAhead({ engine }: RunningModel, ctx: Context): void {
  const read = async (): Promise<void> => {
    const { SYSTEM_PROMPT } = await import("../../agent/index.ts");
    await engine.prepare?.([{ role: "system", content: SYSTEM_PROMPT }], ctx);
  };
  read().catch((error: unknown) => ctx.log.debug("nothing was read ahead", { error }));
}

export interface Readiness {
  model: string;
  name: string;
  /** Engine and weights are in this home; nothing has to be fetched. */
  installed: boolean;
}

/** Takes the home and says which model would work, and whether all of it is here. Loads nothing. */
export const readiness = defineCommand<typeof modelInput, Readiness, SetupEvent>({
  about: "says which model would work",
  input: modelInput,
  async run(input, { services, emit, ctx }) {
    await services.hold();
    const hardware = await services.hardware();
    emit({ type: "hardware", hardware });
    const chosen = await services.choose(input.model);
    const isHere = chosen.kind === "remote" || (await isComplete(chosen, services.home, hardware, ctx.clock.now()));
    return { model: chosen.id, name: chosen.name, installed: isHere };
  },
});

async function isComplete(
  chosen: Exclude<ChosenModel, { kind: "remote" }>,
  home: string,
  hardware: Hardware,
  now: number,
): Promise<boolean> {
  const pack = await installedEnginePack({ home, hardware }, now);
  return pack !== null && (chosen.kind === "file" || chosen.installed);
}
