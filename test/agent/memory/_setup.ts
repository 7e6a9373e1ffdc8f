import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { createAgent, type AgentEvent, type AskResult } from "../../../src/agent/index.ts";
import { AppError, silentLogger, systemClock, type Context } from "../../../src/core/index.ts";
import { createRefusingSandbox } from "../../../src/guard/index.ts";
import type { GenerateRequest, GenerateResult, ModelAbility, Models } from "../../../src/models/index.ts";
import { openStore, type Database, type Store } from "../../../src/store/index.ts";
import { noNet } from "../../../scripts/testing/net.ts";

/** A model that writes one sentence and is asked to choose nothing; what it was sent is kept. */
export interface Seen {
  system: string;
  input: string;
  history: string[];
}

export interface Owner {
  store: Store;
  ctx: Context;
  files: string;
  seen: Seen[];
  events: AgentEvent[];
  session: string;
  /** In the one conversation of this owner. */
  ask(text: string, more?: { approve?: () => Promise<boolean>; today?: null }): Promise<AskResult>;
  resume(): Promise<AskResult | null>;
  write(path: string, content: string): void;
}

const USAGE = {
  promptTokens: 1,
  completionTokens: 1,
  cachedTokens: 0,
  promptMs: 1,
  completionMs: 1,
  wallMs: 1,
  calls: 1,
};

function scripted(seen: Seen[], says: () => string): Models {
  return {
    generate<T = string>(request: GenerateRequest<T>): Promise<GenerateResult<T>> {
      const history = (request.history ?? []).map(({ content }) => content);
      seen.push({ system: request.system, input: request.input, history });
      if (request.schema) throw new AppError("E_BUG", `The model was asked to choose: ${request.input}`);
      const usage = { ...USAGE, task: request.task, model: "scripted" };
      const text = says();
      return Promise.resolve({ value: text as T, text, thinking: "", toolCalls: [], usage, stopped: "stop" });
    },
    count: (text) => Promise.resolve(Math.ceil(text.length / 3.5)),
    embed: () => Promise.reject(new AppError("E_BUG", "not asked")),
    ability: () => Promise.reject(new AppError("E_BUG", "not asked")),
    close: () => Promise.resolve(),
  };
}

export interface OwnerOptions {
  says?: string;
  ability?: ModelAbility;
  interactive?: boolean;
  /** Tools that the owner switched off. */
  refused?: string[];
  /** The session has no folder of its own. */
  converses?: boolean;
  /** The process "dies" once when the result of this step is about to be stored: the step has happened, nobody knows. */
  dieAt?: string;
  /** What the clock says, ms UTC. */
  now?: number;
}

function dyingAt(step: string, store: Store, leave: AbortController): Store {
  const over = (db: Database): Database => ({
    dialect: db.dialect,
    run: (sql, params = []) => {
      if (leave.signal.aborted || !sql.includes("INTO steps") || !params.includes(step)) return db.run(sql, params);
      leave.abort();
      throw new AppError("E_CANCELLED", "The process ends here.");
    },
    all: (sql, params) => db.all(sql, params),
    get: (sql, params) => db.get(sql, params),
    transaction: (work) => db.transaction(work),
    get progress() {
      return over(db.progress);
    },
    close: () => db.close(),
  });
  return { ...store, db: over(store.db) };
}

/** A person with an empty folder, a home of their own and one conversation. */
export async function createOwner(t: TestContext, options: OwnerOptions = {}): Promise<Owner> {
  const root = mkdtempSync(join(tmpdir(), "kralle-memory-"));
  const files = join(root, "files");
  mkdirSync(files);
  const net = noNet;
  const { now } = options;
  const clock = now === undefined ? systemClock : { ...systemClock, now: () => now };
  const ctx: Context = { signal: new AbortController().signal, clock, log: silentLogger, net };
  const store = await openStore(join(root, "home"), ctx);
  t.after(async () => {
    await store.close();
    rmSync(root, { recursive: true, force: true });
  });
  const seen: Seen[] = [];
  const events: AgentEvent[] = [];
  const { ability } = options;
  const leave = new AbortController();
  const agent = createAgent({
    store: options.dieAt === undefined ? store : dyingAt(options.dieAt, store, leave),
    models: scripted(seen, () => options.says ?? "Hello."),
    sandbox: createRefusingSandbox(new AppError("E_SANDBOX_MISSING", "none")),
    modelName: "scripted",
    interactive: options.interactive ?? false,
    ...(options.refused ? { policy: { refused: options.refused } } : {}),
    ...(ability ? { ability: () => Promise.resolve(ability) } : {}),
  });
  const { id: session } = await store.sessions.create({ title: "t", workspace: files }, ctx);
  return {
    store,
    ctx,
    files,
    seen,
    events,
    session,
    write: (path, content) => writeFileSync(join(files, path), content),
    ask: (text, { approve, today = "2026-11-20" as string | null } = {}) =>
      agent.ask(
        {
          text,
          workspace: files,
          session,
          converses: options.converses ?? false,
          leave: leave.signal,
          onEvent: (event) => events.push(event),
          ...(today === null ? {} : { today }),
          ...(approve ? { approve } : {}),
        },
        ctx,
      ),
    resume: () => agent.resume(session, {}, ctx),
  };
}
