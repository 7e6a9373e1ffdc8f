import { toAppError, type AppError, type Context } from "../core/index.ts";
import { ENCODER, isOffline, type Encoder } from "../models/index.ts";
import { isLocked } from "./egress/lock.ts";
import type { SetupEvent } from "./events.ts";
import type { Env } from "./home.ts";
import { listInstalled } from "./installed.ts";
import type { Services } from "./services.ts";

/** Whether this machine can tell what texts mean, and where not, why. */
export type EncoderState =
  | { state: "here" }
  | { state: "fetching"; /** 0 to 1; null before the first bytes. */ share: number | null }
  /**
   * It is not fetched by itself: the owner said so (`models.fetchEncoder`), nothing may leave (the privacy lock, KRALLE_OFFLINE), or
   * no model was set up in this home, so that nobody agreed to fetching any.
   */
  | { state: "missing"; why: "off" | "locked" | "offline" | "unset" | "waiting" }
  | { state: "failed"; code: AppError["code"]; message: string };

/** The weights of the encoder in this home: looked at, and fetched in the background where that is allowed. */
export interface EncoderHere {
  state(): Promise<EncoderState>;
  /** Fetches it unless it is here, under way, or not allowed. Resolves at once; how it goes is in `state`. */
  begin(): Promise<void>;
}

interface EncoderParts {
  env: Env;
  installed(): Promise<readonly { sha256: string }[]>;
  isLocked(): boolean;
  settings(): Promise<{ models: { fetchEncoder: boolean } }>;
  encoder(emit: (event: SetupEvent) => void): Promise<Encoder>;
  /** Told when it came, or did not. */
  changed(): void;
}

/** After a fetch failed, the next is tried no sooner. */
const PAUSE_MS = 30 * 60_000;

/** Of the home of these services. */
export const openEncoderHere = (
  { home, env, settings, encoder, changes }: Pick<Services, "home" | "env" | "settings" | "encoder" | "changes">,
  ctx: Context,
): EncoderHere =>
  createEncoderHere(
    {
      env,
      settings,
      encoder,
      installed: () => listInstalled(home, ctx),
      isLocked: () => isLocked(home),
      changed: () => changes.tell("items"),
    },
    ctx,
  );

export function createEncoderHere(parts: EncoderParts, ctx: Context): EncoderHere {
  let isHere = false;
  let share: number | null = null;
  let isFetching = false;
  let failed: { at: number; error: AppError } | null = null;

  async function state(): Promise<EncoderState> {
    if (isFetching) return { state: "fetching", share };
    const installed = isHere ? [] : await parts.installed();
    isHere ||= installed.some(({ sha256 }) => sha256 === ENCODER.sha256);
    if (isHere) return { state: "here" };
    const why = await obstacle(installed.length);
    if (why !== null) return { state: "missing", why };
    if (failed) return { state: "failed", code: failed.error.code, message: failed.error.message };
    return { state: "missing", why: "waiting" };
  }

  async function obstacle(models: number): Promise<"off" | "locked" | "offline" | "unset" | null> {
    if (!(await parts.settings()).models.fetchEncoder) return "off";
    if (parts.isLocked()) return "locked";
    if (isOffline(parts.env)) return "offline";
    return models === 0 ? "unset" : null;
  }

  async function bring(): Promise<void> {
    try {
      await parts.encoder((event) => {
        if (event.type !== "weights") return;
        const { receivedBytes, totalBytes } = event.progress;
        share = totalBytes > 0 ? receivedBytes / totalBytes : null;
      });
      failed = null;
      ctx.log.info("the encoder is here", { model: ENCODER.id });
    } catch (thrown) {
      if (ctx.signal.aborted) return;
      failed = { at: ctx.clock.now(), error: toAppError(thrown) };
      ctx.log.warn("the encoder could not be fetched", { error: failed.error });
    } finally {
      isFetching = false;
      share = null;
      parts.changed();
    }
  }

  return {
    state,
    async begin() {
      if (failed !== null && ctx.clock.now() < failed.at + PAUSE_MS) return;
      const { state: now } = await state();
      if (now === "here" || now === "fetching") return;
      const installed = await parts.installed();
      if (isFetching || (await obstacle(installed.length)) !== null) return;
      isFetching = true;
      void bring();
    },
  };
}
