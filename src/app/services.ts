import type { StopSwitch } from "../durable/index.ts";
import { AppError, type Config, type Context } from "../core/index.ts";
import { openSecrets, type Sandbox, type Secrets } from "../guard/index.ts";
import { detectHardware, type Encoder, findForeign, type Hardware, type ResidentModel } from "../models/index.ts";
import type { AuditEntry, Store } from "../store/index.ts";
import type { OutsideHouse } from "./outside.ts";
import { createOutsideKeeper } from "./outsideKeeper.ts";
import { createStoreKeeper } from "./storeKeeper.ts";
import { createChanges, type Changes } from "./changes.ts";
import { followOthers } from "./access/follow.ts";
import { openAccess, type Access } from "./access/index.ts";
import { createApprovals, type Approvals } from "./approvals.ts";
import { readConfig } from "./config.ts";
import type { AccountGrants } from "./egress/accounts.ts";
import { createFolderLocks, type FolderLocks } from "./folders.ts";
import { createJobs, type Jobs } from "./jobs.ts";
import type { ChosenModel } from "./chooseModel.ts";
import type { EncoderHere } from "./encoderHere.ts";
import type { SetupEvent } from "./events.ts";
import { databaseUrlOf, type Env } from "./home.ts";
import type { McpHouse } from "./mcpHouse.ts";
import type { ModelHouse } from "./modelHouse.ts";
import type { RunningModel } from "./runtime.ts";
import { listInstalled } from "./installed.ts";

/** What the commands work with; each part is read and opened when it is first asked for, and opened once. */
export interface Services {
  readonly home: string;
  readonly env: Env;
  /** A person sits at a terminal and can be asked. */
  readonly interactive: boolean;
  readonly config: Config;
  /** What changed, for those who show it. */
  readonly changes: Changes;
  /** One piece of work at a time in a folder, whoever asked for it. */
  readonly folders: FolderLocks;
  /** Long work besides conversations. */
  readonly jobs: Jobs;
  /** Questions that wait for a person. */
  readonly approvals: Approvals;
  /** As the file stands now: an engine may have been added since this process began. `config` where it became wrong. */
  settings(): Promise<Config>;
  /** Of PostgreSQL, with its password, where the tables are there; undefined: in the home. */
  readonly databaseUrl: string | undefined;
  /** Takes the home for this process. Throws E_HOME_LOCKED, which says who has it. */
  hold(): Promise<void>;
  store(): Promise<Store>;
  /** Files of the home that this process holds alone, and how a backup gets a copy. */
  readonly copiers: Map<string, (target: string) => Promise<void>>;
  /** Takes the home and does work on the store's files while none of this process is open. Throws E_HOME_LOCKED when one is. */
  withoutStore<T>(work: () => Promise<T>): Promise<T>;
  /** What holds everything that reaches outside; needs no home, so that it can be reached whoever has it. */
  stop(): Promise<StopSwitch>;
  /** Everything that reaches outside. Takes the home; the first who asks carries on with what a crash left. */
  outside(): Promise<OutsideHouse>;
  /** Where accounts may go; null in a process whose network knows none. */
  readonly accountGrants: AccountGrants | null;
  /** Keys and tokens, by handle. */
  secrets(): Promise<Secrets>;
  /** Who may come in. */
  access(): Promise<Access>;
  hardware(): Promise<Hardware>;
  sandbox(): Promise<Sandbox>;
  choose(asked: string | null): Promise<ChosenModel>;
  /**
   * The model, fetched where it is missing, loading or loaded; without a name the last one that worked. Callers that ask
   * for the same one share it and hear the same events. Models of this machine stay in memory beside each other as long
   * as they fit; one that had to go is loaded again by the next who uses it.
   */
  model(asked: string | null, emit: (event: SetupEvent) => void): Promise<RunningModel>;
  /** What is in memory now, and what all models together may take. */
  residents(): Promise<{ models: ResidentModel[]; budgetBytes: number }>;
  /** Servers of others that speak the Model Context Protocol. */
  mcp(): Promise<McpHouse>;
  /** Whether the encoder is on this machine; fetched in the background where that is allowed. */
  encoderHere(): Promise<EncoderHere>;
  /** Texts to vectors; fetched by the first who asks, and ended with the services. */
  encoder(emit: (event: SetupEvent) => void): Promise<Encoder>;
  close(): Promise<void>;
}

export interface ServiceOptions {
  home: string;
  env: Env;
  interactive: boolean;
  config: Config;
}

/** Of a process (`createContext`), or one whose network knows no accounts. */
export type AppContext = Context & { readonly accounts?: AccountGrants };

/** `outer` lives as long as the services: cancelling one request does not end what others wait for. */
export function createServices(options: ServiceOptions, outer: AppContext): Services {
  const { home } = options;
  const closing = new AbortController();
  const ctx: AppContext = { ...outer, signal: AbortSignal.any([outer.signal, closing.signal]) };
  const changes = createChanges();
  const inner = createStoreKeeper(home, databaseUrlOf(options.env), ctx);
  const keeper = createOutsideKeeper(inner, { changes, secrets: () => services.secrets() }, ctx);
  ctx.accounts?.follow(async (id) => (await import("./accounts/places.ts")).readPlaces(id, await inner.store()));
  let encoder: Promise<Encoder> | null = null;
  let house: Promise<ModelHouse> | null = null;
  const inHouse = (): Promise<ModelHouse> =>
    (house ??= import("./modelHouse.ts").then(({ createModelHouse }) =>
      createModelHouse(() => services.store(), options.config.models, ctx),
    ));

  const jobs = createJobs(changes, ctx);
  const services: Services = {
    ...options,
    changes,
    folders: createFolderLocks(),
    approvals: createApprovals(
      () => services.store(),
      () => changes.tell("approvals"),
    ),
    jobs,
    ...keeper,
    settings: async () => (await readConfig(home).catch(() => options)).config,
    accountGrants: ctx.accounts ?? null,
    copiers: new Map(),
    secrets: once(async () => openSecrets(await services.store(), options.env, ctx)),
    access: once(() => accessOf(services, ctx)),
    hardware: once(() => detectHardware(ctx, home)),
    sandbox: once(() => import("../guard/index.ts").then(({ createSandbox }) => createSandbox(ctx))),
    async choose(asked) {
      const { chooseModel } = await import("./chooseModel.ts");
      const { models, engines } = await services.settings();
      const [installed, machine] = await Promise.all([listInstalled(home, ctx), services.hardware()]);
      const choice = { asked, preferred: models.default, engines, installed, hardware: machine };
      try {
        return chooseModel(choice);
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== "E_MODEL_UNKNOWN") throw thrown;
        return chooseModel({ ...choice, found: await findForeign(options.env, ctx) });
      }
    },
    async model(asked, emit) {
      const rooms = await inHouse();
      const current = rooms.current(asked, emit);
      if (current) return current;
      const [chosen, machine, { models: settings }] = await Promise.all([
        services.choose(asked),
        services.hardware(),
        services.settings(),
      ]);
      return rooms.bring(
        chosen,
        { home, env: options.env, mirrors: settings.mirrors, hardware: machine, settings, secrets: services.secrets },
        emit,
      );
    },
    mcp: once(() => import("./mcpHouse.ts").then(({ createMcpHouse }) => createMcpHouse(services, ctx))),
    residents: async () => (await inHouse()).residents(),
    async encoder(emit) {
      const [hardware, { bringEncoder }] = await Promise.all([services.hardware(), import("./encoder.ts")]);
      const { shared: residents } = await inHouse();
      ctx.signal.throwIfAborted();
      encoder ??= bringEncoder({ home, env: options.env, hardware, residents, emit }, ctx);
      encoder.catch(() => (encoder = null)); // what failed is tried anew by the next who asks
      return encoder;
    },
    encoderHere: once(async () => (await import("./encoderHere.ts")).openEncoderHere(services, ctx)),
    async close() {
      closing.abort();
      await jobs.close();
      await (await house?.catch(() => null))?.close();
      await (await encoder?.catch(() => null))?.close();
      await keeper.close();
    },
  };

  return services;
}

async function accessOf(services: Pick<Services, "store" | "changes" | "databaseUrl">, ctx: Context): Promise<Access> {
  const { credentials, audit } = await services.store();
  const told = (entry: Omit<AuditEntry, "kind">) => audit.append({ kind: "access", ...entry }, ctx);
  const access = await openAccess(credentials, ctx, () => services.changes.tell("devices"), told);
  if (services.databaseUrl !== undefined) void followOthers(access, ctx);
  return access;
}

/** Opened by the first who asks. */
function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | null = null;
  return () => (opened ??= open());
}
