import type { Context } from "../../core/index.ts";
import { createBuiltinEngine, installedEnginePack, TRIED_PACKS, verifyModel, type Engine } from "../../models/index.ts";
import { toRemoteEngine } from "../runtime.ts";
import type { Services } from "../services.ts";
import { fail, ok, skip, warn, type Check } from "./types.ts";
import { listInstalled } from "../installed.ts";

export const pack: Check = {
  id: "pack",
  async run(services, ctx) {
    const found = await installedEnginePack(
      { home: services.home, hardware: await services.hardware() },
      ctx.clock.now(),
    );
    if (!found) return (await services.choose(null)).kind === "remote" ? skip({ unneeded: true }) : warn();
    const passed = found.passedOver.at(0);
    if (passed) return warn({ name: found.name, passedOver: passed.name, reason: passed.reason });
    return TRIED_PACKS.includes(found.name) ? ok({ name: found.name }) : warn({ name: found.name, untried: true });
  },
};

export const weights: Check = {
  id: "weights",
  async run(services, ctx, onProgress) {
    const chosen = await services.choose(null);
    if (chosen.kind === "remote" || chosen.kind === "file") return skip({ unneeded: true });
    if (chosen.kind === "found" || !chosen.installed) return warn({ name: chosen.name, id: chosen.id });
    // By the digest: two models may have the same name.
    const verified = await verifyModel(services.home, chosen.model.sha256, onProgress, ctx);
    return ok({ name: verified.name, id: verified.id, sha256: verified.sha256 });
  },
};

export const engine: Check = {
  id: "engine",
  async run(services, ctx) {
    const started = await toEngine(services, ctx);
    if (!started) return skip();
    const begin = ctx.clock.now();
    try {
      const info = await started.load(ctx);
      const loadMs = ctx.clock.now() - begin;
      for await (const event of started.generate(
        { messages: [{ role: "user", content: "Say: ok" }], maxTokens: 4 },
        ctx,
      )) {
        if (event.type !== "end") continue;
        if (event.error) throw event.error;
        const { completionTokens, completionMs } = event.usage;
        if (completionTokens === 0) return fail({ name: info.name });
        const tokensPerSecond = completionMs > 0 ? (completionTokens / completionMs) * 1000 : 0;
        return ok({ name: info.name, build: info.engine, loadMs, tokensPerSecond });
      }
      return fail({ name: info.name });
    } finally {
      await started.close();
    }
  },
};

async function toEngine(services: Services, ctx: Context): Promise<Engine | null> {
  const chosen = await services.choose(null);
  if (chosen.kind === "remote") return toRemoteEngine(chosen, services);
  const wanted = chosen.kind === "starter" || chosen.kind === "installed" ? chosen.model.sha256 : null;
  const model = (await listInstalled(services.home, ctx)).find(({ sha256 }) => sha256 === wanted);
  const found = await installedEnginePack(
    { home: services.home, hardware: await services.hardware() },
    ctx.clock.now(),
  );
  if (!model || !found) return null;
  const { id: name, path: modelPath, sha256: digest } = model;
  return createBuiltinEngine({ id: "builtin", packDir: found.dir, modelPath, name, digest, log: ctx.log });
}
