import type { z } from "zod";
import { showDatabase } from "../store/index.ts";
import { AppError, parseConfig, toAppError, type Config, type Context } from "../core/index.ts";
import type { Access } from "./access/index.ts";
import type { Decider } from "./approvals.ts";
import { auditedAs, subjectOf } from "./audited.ts";
import { readConfig } from "./config.ts";
import type { AppCommand, Approve } from "./command.ts";
import { COMMANDS } from "./commands/index.ts";
import type { Changes } from "./changes.ts";
import type { Channels } from "./channels/types.ts";
import type { Conversations } from "./conversations/types.ts";
import type { Env } from "./home.ts";
import type { Jobs } from "./jobs.ts";
import { readVersion } from "./version.ts";
import type { Inference } from "./inference/types.ts";
import type { McpServer } from "./mcpServer/types.ts";
import { createServices, type AppContext } from "./services.ts";

export type CommandName = keyof typeof COMMANDS;
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

type Parts<N extends CommandName> =
  Awaited<ReturnType<(typeof COMMANDS)[N]>> extends AppCommand<infer I, infer O, infer E> ? [I, O, E] : never;
export type InputOf<N extends CommandName> = z.input<Parts<N>[0]>;
export type OutputOf<N extends CommandName> = Parts<N>[1];
export type EventOf<N extends CommandName> = Parts<N>[2];

export interface Hooks<E> {
  onEvent?: (event: E) => void;
  approve?: Approve;
  /** Who calls, for the audit log: the id of a credential; without it, the owner at the machine. */
  by?: string;
  /** By which way; without it, the command line. */
  via?: Decider["via"];
}

export interface AppOptions {
  home: string;
  env: Env;
  /** A person sits at a terminal and can be asked. */
  interactive: boolean;
  /** Goes on with the defaults when the settings are wrong: for who looks for what is wrong. */
  lenient?: boolean;
}

/**
 * Kralle, put together. Opening it reads the settings and nothing else; a command brings its code and opens what it needs. Contract: `run`
 * checks the input (E_INPUT names what is wrong), throws AppError, and stops when `ctx.signal` fires; several may run at
 * once, the model does one thing after another. `close` ends the engine and gives the home back.
 */
export interface App {
  readonly home: string;
  readonly env: Env;
  /** Where it is to be reached, by the settings. */
  readonly gateway: Config["gateway"];
  /** Where the tables are, as it may be shown; null: in the home. */
  database(): Promise<string | null>;
  /** Settings that nobody knows, by path. */
  readonly unknownSettings: readonly string[];
  run<N extends CommandName>(name: N, input: InputOf<N>, hooks: Hooks<EventOf<N>>, ctx: Context): Promise<OutputOf<N>>;
  /** Of this Kralle. */
  readonly version: string;
  /** What changed in this home, from now on. */
  readonly changes: Changes;
  /** Long work besides conversations. */
  readonly jobs: Jobs;
  /** Opened by the first who asks: takes the home, and takes up what was left unanswered. For who stays: a gateway. */
  conversations(): Promise<Conversations>;
  /** Models for programs that bring their own conversations. Takes the home. */
  inference(): Promise<Inference>;
  /** Kralle for programs that speak the Model Context Protocol. */
  mcpServer(): Promise<McpServer>;
  /** Conversations get `drainMs` to end what runs. */
  close(options?: { drainMs?: number }): Promise<void>;
  /** Takes the home, and tells the gateway who may come in. */
  access(): Promise<Access>;
}

export async function openApp(options: AppOptions, ctx: AppContext): Promise<App> {
  const { config, unknown } = await readConfig(options.home).catch((thrown: unknown) => {
    if (!options.lenient) throw thrown;
    return parseConfig({}, "");
  });
  if (unknown.length > 0) ctx.log.warn("unknown settings", { unknown });
  const services = createServices({ ...options, config }, ctx);
  let conversations: Promise<Conversations> | null = null;
  let channels: Channels | null = null;
  let inference: Promise<Inference> | null = null;
  const app: App = {
    home: options.home,
    env: options.env,
    version: readVersion(),
    changes: services.changes,
    jobs: services.jobs,
    gateway: config.gateway,
    unknownSettings: unknown,
    database: async () => (services.databaseUrl === undefined ? null : showDatabase(services.databaseUrl)),
    async run<N extends CommandName>(name: N, input: InputOf<N>, hooks: Hooks<EventOf<N>>, inner: Context) {
      const talking = (await conversations?.catch(() => null)) ?? null;
      const command = (await COMMANDS[name]()) as unknown as AppCommand<z.ZodType, OutputOf<N>, EventOf<N>>;
      const parsed = command.input.safeParse(input);
      if (!parsed.success) throw toInputError(name, parsed.error);
      const emit = hooks.onEvent ?? (() => undefined);
      try {
        const decider = { by: hooks.by ?? "owner", via: hooks.via ?? "cli" } as const;
        const call = { services, conversations: talking, channels, emit, approve: hooks.approve, decider, ctx: inner };
        const output = await command.run(parsed.data, call);
        const audited = auditedAs(name);
        if (audited !== null && output !== null) {
          const entry = { ...audited, actor: hooks.by ?? "owner", subject: subjectOf(parsed.data) };
          await (await services.store()).audit.append(entry, inner);
        }
        return output;
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },
    conversations() {
      conversations ??= import("./conversations/open.ts").then(async ({ openConversations }) => {
        const opened = await openConversations(services, ctx);
        const { openChannels } = await import("./channels/open.ts");
        channels = openChannels({ services, conversations: opened, run: app.run }, ctx);
        return opened;
      });
      return conversations;
    },
    async mcpServer() {
      return (await import("./mcpServer/index.ts")).createMcpServer(app);
    },
    inference() {
      inference ??= import("./inference/index.ts").then(async (module) => {
        await services.hold();
        return module.createInference(services);
      });
      inference.catch(() => (inference = null)); // a home that was held by another may be free for the next who asks
      return inference;
    },
    async close({ drainMs = 0 } = {}) {
      const talking = await conversations?.catch(() => null);
      await channels?.close();
      await talking?.close({ drainMs });
      await services.close();
    },
    async access() {
      await services.hold();
      return services.access();
    },
  };
  return app;
}

function toInputError(name: string, error: z.ZodError): AppError {
  const issue = error.issues[0];
  const path = issue?.path.join(".") ?? "";
  return new AppError("E_INPUT", `${name}: ${path === "" ? "the input" : path} is wrong: ${issue?.message}.`, {
    hint: "Correct this argument.",
    cause: error,
  });
}
