import { api, ApiError } from "../lib/api.ts";
import { home } from "../lib/home.svelte.ts";
import { follow } from "../lib/stream.ts";
import type { MessageInfo, SessionInfo, WireEvent } from "../lib/wire.ts";
import { apply, emptyTimeline, toTurns, type Turn } from "./timeline.ts";

/** A message that was written here and is not acknowledged yet. */
interface Pending {
  key: string;
  text: string;
}

/** One conversation as it is shown: what is stored, what happens now, and what is on its way. */
export class Conversation {
  readonly id: string;
  info = $state.raw<SessionInfo | null>(null);
  turns = $state.raw<readonly Turn[]>([]);
  pending = $state.raw<readonly Pending[]>([]);
  state = $state<"loading" | "ready" | "missing">("loading");
  #messages: readonly MessageInfo[] = [];
  #timeline = emptyTimeline();
  #ends: (() => void)[] = [];
  #asked = 0;
  #isDrawing = false;

  constructor(id: string) {
    this.id = id;
  }

  /** The message that runs now, or the next that will. */
  get active(): MessageInfo | null {
    return this.turns.find(({ message, answer }) => !answer && isOpen(message))?.message ?? null;
  }

  async open(): Promise<void> {
    try {
      const [info] = await Promise.all([api.session(this.id), this.#load()]);
      this.info = info;
      this.state = "ready";
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.status === 404) this.state = "missing";
      else setTimeout(() => void this.open(), RETRY_MS);
      return;
    }
    this.#ends.push(
      follow<WireEvent>(`/api/sessions/${this.id}/events`, () => this.#timeline.seq, {
        onEvent: (event) => this.#hear(event),
        onLine: (connected) => connected && void this.#load().catch(() => undefined),
      }),
      home.on("sessions", (id) => {
        if (id === null || id === this.id) void this.#load().catch(() => undefined);
      }),
    );
  }

  close(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  /** Resolves when it is on disk. The same `key` again is the same message: a repetition after a broken line does no harm. */
  async send(text: string, key: string): Promise<void> {
    this.pending = [...this.pending.filter((one) => one.key !== key), { key, text }];
    try {
      await api.send(this.id, text, key);
      await this.#load().catch(() => undefined);
      if (this.info?.title === "") await this.change({ title: toTitle(text) }).catch(() => undefined);
    } finally {
      this.pending = this.pending.filter((one) => one.key !== key);
    }
  }

  async stop(message: string): Promise<void> {
    await api.stop(message);
    await this.#load();
  }

  async change(change: { title?: string; model?: string | null }): Promise<void> {
    this.info = await api.changeSession(this.id, change);
    void home.loadSessions();
  }

  async #load(): Promise<void> {
    const order = ++this.#asked;
    const { messages } = await api.messages(this.id);
    if (order !== this.#asked) return; // a later question was asked; its answer is the newer one
    this.#messages = messages;
    this.#draw();
  }

  #hear(event: WireEvent): void {
    const isHeard = apply(this.#timeline, event) !== null;
    if (TURNS.has(event.type)) void this.#load().catch(() => undefined);
    if (!isHeard) return;
    // A history of thousands of events is drawn once per frame, not once per event.
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    const turns = toTurns(this.#messages, this.#timeline);
    const sent = new Set(this.#messages.map(({ key }) => key));
    if (this.pending.some(({ key }) => sent.has(key))) this.pending = this.pending.filter(({ key }) => !sent.has(key));
    this.turns = turns;
  }
}

const RETRY_MS = 1_500;
/** After these the list of messages is another. */
const TURNS = new Set(["message", "request", "result"]);

export const isOpen = ({ state }: MessageInfo): boolean => state === "waiting" || state === "running";

/** The first words, as a name for the list. */
export function toTitle(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  if (line.length <= 60) return line;
  return `${line.slice(0, 60).replace(/\s+\S*$/u, "")} …`;
}

export const newKey = (): string => `web-${crypto.randomUUID()}`;
