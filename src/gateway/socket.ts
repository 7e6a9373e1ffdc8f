import type { WebSocket } from "ws";
import { z } from "zod";
import type { App } from "../app/index.ts";
import { AppError, toAppError, type Context } from "../core/index.ts";
import { toFailure } from "./answer.ts";
import { toSent } from "./routes/sessions.ts";
import type { Principal } from "./types.ts";

const frame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("follow"), session: z.string(), after: z.int().min(0).default(0) }),
  z.object({ type: z.literal("unfollow"), session: z.string() }),
]);

/** Unsent bytes after which a caller that does not read is left. */
const UNSENT_BYTES = 4 * 1024 * 1024;
const FOLLOWED = 64;

/** Both ways on one connection: the caller says what to follow, and hears it. Frames are JSON texts. */
export function talk(client: WebSocket, principal: Principal, app: App, ctx: Context): void {
  const followed = new Map<string, AbortController>();
  const gone = new AbortController();
  const leave = (): void => client.close(1008, "revoked");
  const close = (): void => client.close(1001, "closing");
  if (principal.revoked.aborted) return leave();
  principal.revoked.addEventListener("abort", leave, { once: true });
  ctx.signal.addEventListener("abort", close, { once: true });
  client.on("close", () => {
    gone.abort();
    principal.revoked.removeEventListener("abort", leave);
    ctx.signal.removeEventListener("abort", close);
  });
  client.on("error", () => client.terminate());
  const send = (value: unknown): void => {
    if (client.bufferedAmount > UNSENT_BYTES) client.terminate();
    else client.send(JSON.stringify(value));
  };
  client.on("message", (data, isBinary) => {
    try {
      if (isBinary) throw new AppError("E_INPUT", "Frames are JSON texts.");
      const parsed = frame.safeParse(JSON.parse(String(data)));
      if (!parsed.success) throw new AppError("E_INPUT", `The frame is wrong: ${parsed.error.issues[0]?.message}.`);
      const { type, session } = parsed.data;
      followed.get(session)?.abort();
      followed.delete(session);
      if (type === "unfollow") return;
      if (followed.size >= FOLLOWED)
        throw new AppError("E_TOO_MANY", `At most ${FOLLOWED} sessions are followed at once.`);
      const controller = new AbortController();
      followed.set(session, controller);
      const signal = AbortSignal.any([gone.signal, controller.signal, ctx.signal]);
      void follow(session, parsed.data.after, signal);
    } catch (thrown) {
      const isSyntax = thrown instanceof SyntaxError;
      send(toFailure(isSyntax ? new AppError("E_INPUT", "The frame is no valid JSON.") : toAppError(thrown)));
    }
  });

  async function follow(session: string, after: number, signal: AbortSignal): Promise<void> {
    try {
      const heard = (await app.conversations()).follow(session, after, signal);
      for await (const { data } of toSent(heard, session, ctx.clock.now)) send(data);
    } catch (thrown) {
      if (!signal.aborted) send({ session, ...toFailure(toAppError(thrown)) });
    }
  }
}
