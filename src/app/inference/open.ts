import { AppError, type Context } from "../../core/index.ts";
import { converse, ENCODER, type ConverseRequest, type EngineEvent } from "../../models/index.ts";
import { orAborted } from "../aborted.ts";
import { abilityOf, toOffered } from "../measured.ts";
import { recordUsage, type RunningModel } from "../runtime.ts";
import type { Services } from "../services.ts";
import { listOffered, unknownModel } from "./list.ts";
import type { Inference } from "./types.ts";

const AUTO = "auto";

/** What a name may hold: enough for every registry, nothing that a terminal or a log could take for more. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._:/@+-]{0,199}$/u;

export function createInference(services: Services): Inference {
  /** As other programs write it, without the tag that says nothing. */
  const toName = (asked: string): string => asked.replace(/:latest$/u, "");

  /** Null: the settings name none, and what works already or fits this machine is taken. */
  const resolve = async (asked: string): Promise<string | null> => {
    if (toName(asked) === AUTO) return (await services.settings()).models.default ?? null;
    if (!NAME.test(asked) || /\.gguf$/iu.test(asked)) throw unknownModel(asked);
    for (const name of new Set([asked, toName(asked)])) {
      const chosen = await services.choose(name).catch((thrown: unknown) => {
        if (thrown instanceof AppError && thrown.code === "E_MODEL_UNKNOWN") return null;
        throw thrown;
      });
      if (chosen === null || chosen.kind === "file") continue;
      if (chosen.kind === "starter" && !chosen.installed) continue;
      return name;
    }
    throw unknownModel(asked);
  };

  const bring = async (asked: string, ctx: Context): Promise<RunningModel> => {
    const name = await resolve(asked);
    const model = await orAborted(
      services.model(name, () => undefined),
      ctx.signal,
    );
    await orAborted(model.ready, ctx.signal);
    return model;
  };

  return {
    list: (ctx) => listOffered(services, ctx),
    async find(asked, ctx) {
      const { id } = toName(asked) === ENCODER.id ? ENCODER : await services.choose(await resolve(asked));
      const found = (await listOffered(services, ctx)).find((model) => model.id === id || model.id === `${id}:latest`);
      if (found) return found;
      throw unknownModel(asked);
    },
    async warm(asked, ctx) {
      return (await bring(asked, ctx)).id;
    },
    async answer(asked, request, ctx) {
      const model = await bring(asked, ctx);
      return { model: model.id, events: recorded(model, request, services, ctx) };
    },
    async embed(asked, texts, kind, ctx) {
      const name = toName(asked);
      if (name !== AUTO && name !== ENCODER.id) {
        await resolve(asked);
        throw new AppError("E_INPUT", `The model "${asked.slice(0, 100)}" makes no vectors.`, {
          hint: `Name ${ENCODER.id}, or "auto".`,
        });
      }
      const encoder = await orAborted(
        services.encoder(() => undefined),
        ctx.signal,
      );
      const result = await encoder.embed({ texts, kind }, ctx);
      // Its tokeniser counts inside the child; four characters a token is its average on German and English.
      return { ...result, tokens: Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / 4) };
    },
    async residents() {
      return (await services.residents()).models.map(({ id, bytes, expires }) => ({ id, bytes, expires }));
    },
  };
}

/** The stream, and at its end one entry in the record of use, whatever happened. */
async function* recorded(
  model: RunningModel,
  request: ConverseRequest,
  services: Services,
  ctx: Context,
): AsyncGenerator<EngineEvent> {
  const store = await services.store();
  const info = await toOffered(await model.engine.load(ctx), store);
  const picked = { engine: model.engine, info };
  const started = ctx.clock.now();
  let used = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, promptMs: 0, completionMs: 0 };
  try {
    for await (const event of await converse(request, picked, () => abilityOf(picked, store, ctx), ctx)) {
      if (event.type === "end") used = event.usage;
      yield event;
    }
  } finally {
    const usage = { ...used, task: "chat" as const, model: info.name, calls: 1, wallMs: ctx.clock.now() - started };
    const lasting = { ...ctx, signal: new AbortController().signal }; // what was used is kept, also for one who left
    await recordUsage(usage, { model: model.id, session: null, run: null }, store, lasting).catch((error: unknown) =>
      ctx.log.warn("usage not recorded", { error }),
    );
  }
}
