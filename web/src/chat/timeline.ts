import type { MessageInfo, WireEvent } from "../lib/wire.ts";

/** What a person sees of the work on one message; made of the session's events, each applied once and in order. */
export interface Turn {
  message: MessageInfo;
  answer: MessageInfo | null;
  work: Work;
}

export interface Work {
  /** Answer text as it comes; the stored answer takes its place. */
  text: string;
  items: WorkItem[];
  changes: FileChange[];
  memories: Memory[];
  /** What making the model ready does now; only true for the moment. */
  setup: { phase: string; share: number | null } | null;
  model: { name: string; reason: string } | null;
  result: Result | null;
}

export interface WorkItem {
  id: string;
  kind: "step" | "tool" | "note" | "choice" | "compacted" | "approval";
  state: "started" | "done" | "failed";
  label: string;
  detail: string;
}

export interface FileChange {
  path: string;
  kind: string;
  diff: string;
}

export interface Memory {
  id: string;
  text: string;
}

export interface Result {
  ok: boolean;
  answer: string;
  evidence: { path: string; quote: string }[];
  changed: { path: string; kind: string }[];
  model: string;
  usage: { promptTokens: number; completionTokens: number; modelMs: number; wallMs: number } | null;
  stopped: string;
  error: { code: string; message: string; hint: string } | null;
  memories: Memory[];
}

export const noWork = (): Work => ({
  text: "",
  items: [],
  changes: [],
  memories: [],
  setup: null,
  model: null,
  result: null,
});

/** Work by message, and which message the events are about now: those of a session come one after another. */
export interface Timeline {
  seq: number;
  current: string | null;
  work: Map<string, Work>;
}

export const emptyTimeline = (): Timeline => ({ seq: 0, current: null, work: new Map() });

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/**
 * Takes an event in; returns the message whose work changed, or null. An event that is known already (`seq`) changes
 * nothing; `seq` 0 is for the moment and always new.
 */
export function apply(timeline: Timeline, event: WireEvent): string | null {
  if (event.seq !== 0) {
    if (event.seq <= timeline.seq) return null;
    timeline.seq = event.seq;
  }
  const named = text(event["message"]);
  if (event.type === "request") {
    // Also when work is taken up again: what the broken attempt wrote is written anew.
    timeline.current = named === "" ? null : named;
    if (named !== "") timeline.work.set(named, { ...noWork(), model: timeline.work.get(named)?.model ?? null });
    return timeline.current;
  }
  const id = named === "" ? timeline.current : named;
  if (id === null) return null;
  const next = toNext(timeline.work.get(id) ?? noWork(), event);
  if (!next) return null;
  timeline.work.set(id, next);
  if (event.type === "result" && timeline.current === id) timeline.current = null;
  return id;
}

function toNext(work: Work, event: WireEvent): Work | null {
  switch (event.type) {
    case "text":
      return { ...work, text: work.text + text(event["text"]), setup: null };
    case "note":
      return put(work, { id: `n${event.seq}`, kind: "note", state: "done", label: text(event["text"]), detail: "" });
    case "step": {
      const step = isRecord(event["step"]) ? event["step"] : {};
      if (step["op"] === "talk") return work; // the answer itself, which is seen as it comes
      return put(work, {
        id: `s${text(step["id"])}`,
        kind: "step",
        state: toState(event),
        label: text(step["why"]),
        detail: text(event["summary"]),
      });
    }
    case "tool":
      return put(work, {
        id: `t${toState(event) === "started" ? event.seq : lastOpen(work, "tool", text(event["describe"]))}`,
        kind: "tool",
        state: toState(event),
        label: text(event["describe"]),
        detail: text(event["summary"]),
      });
    case "model":
      return put(work, {
        id: `m${event.seq}`,
        kind: "choice",
        state: "done",
        label: text(event["question"]),
        detail: text(event["chosen"]),
      });
    case "approval":
      return toApproval(work, event);
    case "compacted":
      return put(work, {
        id: `c${event.seq}`,
        kind: "compacted",
        state: "done",
        label: String(event["droppedCount"] ?? list0(event["dropped"])),
        detail: "",
      });
    case "change": {
      const change = { path: text(event["path"]), kind: text(event["kind"]), diff: text(event["diff"]) };
      return { ...work, changes: [...work.changes.filter(({ path }) => path !== change.path), change] };
    }
    case "memories":
      return { ...work, memories: toMemories(event["used"]) };
    case "setup":
      return toSetup(work, event["event"]);
    case "result":
      return { ...work, setup: null, result: toResult(event["result"]) };
    default:
      return null;
  }
}

const list0 = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

function toState(event: WireEvent): WorkItem["state"] {
  const state = event["state"];
  return state === "started" || state === "failed" ? state : "done";
}

function put(work: Work, item: WorkItem): Work {
  const known = work.items.some(({ id }) => id === item.id);
  const items = known ? work.items.map((other) => (other.id === item.id ? item : other)) : [...work.items, item];
  return { ...work, items, setup: null };
}

function lastOpen({ items }: Work, kind: WorkItem["kind"], label: string): string {
  const open = items.findLast((item) => item.kind === kind && item.state === "started" && item.label === label);
  return open?.id.slice(1) ?? "?";
}

function toApproval(work: Work, event: WireEvent): Work {
  const decision = event["decision"];
  const state = decision === undefined ? "started" : decision === "allow" ? "done" : "failed";
  return put(work, {
    id: `a${text(event["id"])}`,
    kind: "approval",
    state,
    label: text(event["describe"]),
    detail: text(event["tool"]),
  });
}

function toSetup(work: Work, inner: unknown): Work | null {
  if (!isRecord(inner)) return null;
  const type = text(inner["type"]);
  if (type === "model") return { ...work, model: { name: text(inner["name"]), reason: text(inner["reason"]) } };
  if (type === "server") return { ...work, model: { name: text(inner["name"]), reason: "" } };
  const progress = isRecord(inner["progress"]) ? inner["progress"] : {};
  const received = Number(progress["receivedBytes"] ?? Number.NaN);
  const total = Number(progress["totalBytes"] ?? Number.NaN);
  const share = total > 0 && received >= 0 ? Math.min(received / total, 1) : null;
  return { ...work, setup: inner["state"] === "done" ? null : { phase: type, share } };
}

function toMemories(value: unknown): Memory[] {
  return list(value).map((memory) => ({ id: text(memory["id"]), text: text(memory["text"]) }));
}

/** A stored result, of this version of Kralle or an older one. */
export function toResult(value: unknown): Result | null {
  if (!isRecord(value) || typeof value["ok"] !== "boolean") return null;
  const usage = isRecord(value["usage"]) ? value["usage"] : null;
  const error = isRecord(value["error"]) ? value["error"] : null;
  return {
    ok: value["ok"],
    answer: text(value["answer"]),
    evidence: list(value["evidence"]).map(({ path, quote }) => ({ path: text(path), quote: text(quote) })),
    changed: list(value["changed"]).map(({ path, kind }) => ({ path: text(path), kind: text(kind) })),
    model: text(value["model"]),
    usage: usage && {
      promptTokens: Number(usage["promptTokens"] ?? 0),
      completionTokens: Number(usage["completionTokens"] ?? 0),
      modelMs: Number(usage["modelMs"] ?? 0),
      wallMs: Number(usage["wallMs"] ?? 0),
    },
    stopped: text(value["stopped"]),
    error: error && { code: text(error["code"]), message: text(error["message"]), hint: text(error["hint"]) },
    memories: toMemories(value["memories"]),
  };
}

/** Messages with their answers and work, oldest first. */
export function toTurns(messages: readonly MessageInfo[], timeline: Timeline): Turn[] {
  const answers = new Map(
    messages.filter(({ role }) => role === "assistant").map((answer) => [answer.replyTo, answer]),
  );
  return messages
    .filter(({ role }) => role === "user")
    .map((message) => {
      const answer = answers.get(message.id) ?? null;
      const work = timeline.work.get(message.id) ?? noWork();
      return { message, answer, work: answer && !work.result ? { ...work, result: toResult(answer.data) } : work };
    });
}
