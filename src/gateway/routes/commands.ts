import { callCommand, endGateway, getGateway, type CommandFrame } from "../../api/index.ts";
import { isCommandName, type App, type Approve, type CommandName } from "../../app/index.ts";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import { createFrameQueue, type FrameQueue } from "../frames.ts";
import { toStop } from "./effects.ts";
import { defineRoute, defineStream, type Principal, type Route, type Sent } from "../types.ts";

export const commandRoutes: readonly Route[] = [
  defineStream(callCommand, async ({ app, params, query, body, principal, ctx }) => {
    requireOwner(principal);
    const { name } = params;
    if (!isCommandName(name)) throw new AppError("E_NOT_FOUND", `There is no command ${name}.`);
    await app.conversations(); // so that what is asked is kept
    return toSent(app, { name, input: body, canBeAsked: query.asks === "1" }, ctx);
  }),
  defineRoute(getGateway, async ({ app, self, ctx }) => {
    const [conversations, { models }, database, stop] = await Promise.all([
      app.conversations(),
      app.run("ps", {}, {}, ctx),
      app.database(),
      app.run("stopState", {}, {}, ctx),
    ]);
    return {
      pid: process.pid,
      url: self.url,
      version: app.version,
      since: new Date(self.since).toISOString(),
      database,
      unknownSettings: [...app.unknownSettings],
      atWork: conversations.running(),
      models: models.map(({ id }) => id),
      stop: toStop(stop),
    };
  }),
  defineRoute(endGateway, ({ principal, self }) => {
    requireOwner(principal);
    self.end();
    return Promise.resolve({ pid: process.pid });
  }),
];

/** Commands may do whatever the owner may, also with files anywhere: a token or a browser is not the owner at the machine. */
function requireOwner(principal: Principal | null): void {
  if (principal?.kind === "socket") return;
  throw new AppError("E_FORBIDDEN", "This is only for the owner's own programs on this machine.", {
    hint: "Use the command line there.",
  });
}

interface Called {
  name: CommandName;
  input: Record<string, unknown>;
  canBeAsked: boolean;
}

async function* toSent(app: App, { name, input, canBeAsked }: Called, ctx: Context): AsyncIterable<Sent<CommandFrame>> {
  const frames = createFrameQueue(ctx.clock);
  const hooks = {
    onEvent: (event: unknown) => frames.push({ event }),
    ...(canBeAsked ? { approve: askOver(frames) } : {}),
  };
  // The command checks its input itself.
  app.run(name, input as never, hooks, ctx).then(
    (result: unknown) => frames.end({ result: result ?? null }),
    (thrown: unknown) => frames.end({ error: toFrame(toAppError(thrown)) }),
  );
  for await (const data of frames) yield { data };
}

/** The question stands on the list of open ones: it is answered there, by whoever answers first. */
function askOver(frames: FrameQueue): Approve {
  return (question, withdrawn) =>
    new Promise((resolve) => {
      const close = (): void => {
        frames.push({ withdrawn: question.id });
        resolve(false);
      };
      frames.push({ approval: question });
      if (!withdrawn || withdrawn.aborted) close();
      else withdrawn.addEventListener("abort", close, { once: true });
    });
}

function toFrame(error: AppError): Extract<CommandFrame, { error: unknown }>["error"] {
  const { code, message, hint, retryable, data } = error;
  const cause = innermost(error.cause);
  return {
    code,
    message,
    retryable,
    ...(hint === undefined ? {} : { hint }),
    ...(data === undefined ? {} : { data }),
    ...(cause === "" ? {} : { cause }),
  };
}

function innermost(cause: unknown): string {
  let inner = cause;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  return inner instanceof Error ? inner.message : "";
}
