import { api, ApiError, whenSignedOut } from "./api.ts";
import { follow } from "./stream.ts";
import type { AnswerOf, ApprovalInfo, JobInfo, Me, SessionInfo, StopInfo } from "./wire.ts";

type HomeEvent = AnswerOf<"followHome">;
type Topic = HomeEvent["type"];

const TOPICS: readonly Topic[] = [
  "accounts",
  "sessions",
  "approvals",
  "jobs",
  "models",
  "memory",
  "settings",
  "devices",
  "runs",
  "schedules",
  "effects",
  "stop",
  "items",
  "briefings",
];

/** What all pages share: who is signed in, the conversations, open questions, long work; kept up to date by one stream. */
class Home {
  state = $state<"opening" | "out" | "in" | "unreachable">("opening");
  me = $state.raw<Me | null>(null);
  sessions = $state.raw<readonly SessionInfo[]>([]);
  approvals = $state.raw<readonly ApprovalInfo[]>([]);
  jobs = $state.raw<readonly JobInfo[]>([]);
  /** Nothing is done outside while it is there. */
  stop = $state.raw<StopInfo | null>(null);
  /** Whether the gateway is there. */
  isOnline = $state(true);
  #listeners = new Map<Topic, Set<(id: string | null) => void>>();
  #leave: (() => void) | null = null;

  async open(): Promise<void> {
    whenSignedOut(() => this.#lost());
    try {
      this.me = await api.me();
      this.state = "in";
    } catch (thrown) {
      if (this.state !== "out")
        this.state = thrown instanceof ApiError && thrown.status === 401 ? "out" : "unreachable";
      return;
    }
    this.#leave?.();
    this.#leave = follow<HomeEvent>("/api/events", () => null, {
      onEvent: ({ type, id }) => this.#tell(type, id),
      onLine: (connected) => {
        this.isOnline = connected;
        if (connected) this.refresh();
        else void api.me().catch(() => undefined); // tells whether we were signed out
      },
    });
    this.refresh();
  }

  /** Asks anew for everything: nothing of the stream is kept for who was away. */
  refresh(): void {
    for (const topic of TOPICS) this.#tell(topic, null);
  }

  /** Calls `heard` when something of this kind changed; returns what ends it. */
  on(topic: Topic, heard: (id: string | null) => void): () => void {
    const all = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, all.add(heard));
    return () => all.delete(heard);
  }

  readonly loadSessions = once(async () => {
    this.sessions = (await api.sessions()).sessions;
  });

  readonly loadApprovals = once(async () => {
    this.approvals = (await api.approvals()).approvals;
  });

  readonly loadJobs = once(async () => {
    this.jobs = (await api.jobs()).jobs;
  });

  readonly loadStop = once(async () => {
    this.stop = (await api.stopState()).stop;
  });

  async stopAll(): Promise<void> {
    this.stop = (await api.stopAll()).stop;
  }

  async release(): Promise<void> {
    this.stop = (await api.releaseStop()).stop;
  }

  async decide(approval: ApprovalInfo, decision: "allow" | "refuse"): Promise<void> {
    try {
      await api.decide(approval.id, decision, approval.hash);
      this.approvals = this.approvals.filter(({ id }) => id !== approval.id);
    } finally {
      void this.loadApprovals();
    }
  }

  #tell(topic: Topic, id: string | null): void {
    if (topic === "sessions") void this.loadSessions();
    if (topic === "approvals") void this.loadApprovals();
    if (topic === "jobs") void this.loadJobs();
    if (topic === "stop") void this.loadStop();
    for (const heard of this.#listeners.get(topic) ?? []) heard(id);
  }

  #lost(): void {
    this.#leave?.();
    this.#leave = null;
    this.me = null;
    this.state = "out";
  }
}

const SETTLE_MS = 150;

/** Many wishes while one is being fulfilled are one more, a moment later. Failures are told by the line, not here. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await work().catch(() => undefined);
      if (again) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    } while (again);
    running = null;
  };
  return () => {
    if (running) again = true;
    else running = run();
    return running ?? Promise.resolve();
  };
}

export const home = new Home();
