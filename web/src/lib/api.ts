import type { Failure } from "../../../src/api/index.ts";
import { language as chosen } from "../texts/index.svelte.ts";
import type { AccountFrame, AccountInfo, AnswerOf } from "./wire.ts";

/** What the gateway said no with, or that it could not be reached (`code` E_UNREACHABLE). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | null;
  readonly retryable: boolean;

  constructor(status: number, { code, message, hint, retryable }: Failure["error"]) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint ?? null;
    this.retryable = retryable;
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

let onLost: () => void = () => undefined;

/** Calls `lost` whenever the gateway no longer knows this browser. */
export function whenSignedOut(lost: () => void): void {
  onLost = lost;
}

const unreachable = (message: string): Failure["error"] => ({ code: "E_UNREACHABLE", message, retryable: true });

/** Only paths of this very origin: the UI has no setting and no link that could name another. */
async function send(method: Method, path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("x-kralle", "1");
  headers.set("accept-language", chosen.now); // the one that was chosen here, not that of the browser
  let response: Response;
  try {
    response = await fetch(path, { ...init, method, headers, credentials: "same-origin", redirect: "error" });
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    throw new ApiError(0, unreachable(String(thrown)));
  }
  if (response.ok) return response;
  const told = (await response.json().catch(() => null)) as Failure | null;
  if (response.status === 401) onLost();
  throw new ApiError(response.status, told?.error ?? unreachable(`HTTP ${response.status}`));
}

async function json<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(method, path, {
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    ...(signal ? { signal } : {}),
  });
  return (await response.json()) as T;
}

/** Frames of an answer that comes as server-sent events, in order. */
async function* frames<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
  const headers = { "content-type": "application/json" };
  const response = await send("POST", path, { body: JSON.stringify(body), headers, signal });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    text += read.value;
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const data = /^data: (.*)$/mu.exec(part)?.[1];
      if (data !== undefined) yield JSON.parse(data) as T;
    }
  }
}

export type AccountPhase = Extract<AccountFrame, { phase: unknown }>["phase"];

/** Asks an account and tells what is being tried; throws why it was not kept. */
async function tryAccount(
  path: string,
  body: unknown,
  onPhase: (phase: AccountPhase) => void,
  signal: AbortSignal,
): Promise<AccountInfo> {
  for await (const frame of frames<AccountFrame>(path, body, signal)) {
    if ("phase" in frame) onPhase(frame.phase);
    else if ("account" in frame) return frame.account;
    else throw new ApiError(400, frame.error);
  }
  throw new ApiError(0, unreachable("the answer broke off"));
}

const q = (values: Record<string, string | number>): string =>
  `?${new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]))}`;
const at = encodeURIComponent;

/** Every call of the UI. */
export const api = {
  signIn: (code: string) => json<AnswerOf<"signIn">>("POST", "/api/sign-in", { code }),
  signOut: () => json<AnswerOf<"signOut">>("POST", "/api/sign-out"),
  me: () => json<AnswerOf<"getMe">>("GET", "/api/me"),

  sessions: () => json<AnswerOf<"listSessions">>("GET", `/api/sessions${q({ limit: 200 })}`),
  session: (id: string) => json<AnswerOf<"getSession">>("GET", `/api/sessions/${at(id)}`),
  createSession: (body: { title?: string; model?: string | null; workspace?: string | null }) =>
    json<AnswerOf<"createSession">>("POST", "/api/sessions", body),
  changeSession: (id: string, body: { title?: string; model?: string | null }) =>
    json<AnswerOf<"changeSession">>("PATCH", `/api/sessions/${at(id)}`, body),
  messages: (id: string) => json<AnswerOf<"listMessages">>("GET", `/api/sessions/${at(id)}/messages`),
  send: (id: string, text: string, key: string) =>
    json<AnswerOf<"sendMessage">>("POST", `/api/sessions/${at(id)}/messages`, { text, key }),
  stop: (message: string) => json<AnswerOf<"stopMessage">>("POST", `/api/messages/${at(message)}/stop`),
  files: (id: string) => json<AnswerOf<"listFiles">>("GET", `/api/sessions/${at(id)}/files`),
  async attach(id: string, file: File): Promise<AnswerOf<"attachFile">> {
    const headers = { "content-type": file.type || "application/octet-stream" };
    const path = `/api/sessions/${at(id)}/files/${at(file.name)}`;
    return (await send("PUT", path, { body: file, headers })).json() as Promise<AnswerOf<"attachFile">>;
  },
  search: (text: string, signal: AbortSignal) =>
    json<AnswerOf<"searchMessages">>("GET", `/api/search${q({ q: text, limit: 12 })}`, undefined, signal),

  approvals: () => json<AnswerOf<"listApprovals">>("GET", "/api/approvals"),
  decide: (id: string, decision: "allow" | "refuse", hash: string) =>
    json<AnswerOf<"decideApproval">>("POST", `/api/approvals/${at(id)}`, { decision, hash }),

  models: () => json<AnswerOf<"listModels">>("GET", "/api/models"),
  fit: () => json<AnswerOf<"fitModels">>("GET", "/api/models/fit"),
  residents: () => json<AnswerOf<"listResidents">>("GET", "/api/models/resident"),
  profile: (name: string) => json<AnswerOf<"showModel">>("GET", `/api/models/profile${q({ name })}`),
  findModels: (text: string) => json<AnswerOf<"searchModels">>("GET", `/api/models/search${q({ q: text })}`),
  pull: (name: string, acceptLicence: boolean) =>
    json<AnswerOf<"pullModel">>("POST", "/api/models/pull", { name, acceptLicence }),
  probe: (name: string) => json<AnswerOf<"probeModel">>("POST", "/api/models/probe", { name }),
  removeModel: (name: string) => json<AnswerOf<"removeModel">>("DELETE", `/api/models${q({ name })}`),
  chooseModel: (name: string | null) => json<AnswerOf<"chooseModel">>("PUT", "/api/models/default", { name }),
  jobs: () => json<AnswerOf<"listJobs">>("GET", "/api/jobs"),
  cancelJob: (id: string) => json<AnswerOf<"cancelJob">>("DELETE", `/api/jobs/${at(id)}`),

  runs: (query: { limit: number; state?: "running" | "waiting"; before?: string }) =>
    json<AnswerOf<"listRuns">>("GET", `/api/runs${q(query)}`),
  run: (id: string) => json<AnswerOf<"showRun">>("GET", `/api/runs/${at(id)}`),
  cancelRun: (id: string) => json<AnswerOf<"cancelRun">>("POST", `/api/runs/${at(id)}/cancel`),
  resumeRun: (id: string) => json<AnswerOf<"resumeRun">>("POST", `/api/runs/${at(id)}/resume`),

  inbox: (state: "open" | "snoozed" | "done") => json<AnswerOf<"listInbox">>("GET", `/api/inbox${q({ state })}`),
  inboxItem: (id: string) => json<AnswerOf<"showInboxItem">>("GET", `/api/inbox/${at(id)}`),
  changeInboxItem: (id: string, body: { state: "open" | "snoozed" | "done"; until?: string }) =>
    json<AnswerOf<"changeInboxItem">>("PATCH", `/api/inbox/${at(id)}`, body),
  correctMail: (id: string, name: string) =>
    json<AnswerOf<"correctMail">>("POST", `/api/inbox/${at(id)}/class`, { class: name }),
  followUpMail: (id: string, days: number) =>
    json<AnswerOf<"followUpMail">>("POST", `/api/inbox/${at(id)}/follow-up`, { days }),
  unsubscribeMail: (id: string) => json<AnswerOf<"unsubscribeMail">>("POST", `/api/inbox/${at(id)}/unsubscribe`),
  answerInvitation: (id: string, answer: "accept" | "tentative" | "decline") =>
    json<AnswerOf<"answerInvitation">>("POST", `/api/inbox/${at(id)}/invitation`, { answer }),
  mailClasses: (language: string) => json<AnswerOf<"listMailClasses">>("GET", `/api/mail-classes${q({ language })}`),
  writeDraft: (id: string, body: { text?: string }) =>
    json<AnswerOf<"writeDraft">>("POST", `/api/inbox/${at(id)}/draft`, body),
  editDraft: (id: string, body: { text: string }) =>
    json<AnswerOf<"editDraft">>("PATCH", `/api/drafts/${at(id)}`, body),
  holdDraft: (id: string) => json<AnswerOf<"holdDraft">>("POST", `/api/drafts/${at(id)}/hold`),
  approveDraft: (id: string, hash: string) =>
    json<AnswerOf<"approveDraft">>("POST", `/api/drafts/${at(id)}/approve`, { hash }),
  discardDraft: (id: string) => json<AnswerOf<"discardDraft">>("DELETE", `/api/drafts/${at(id)}`),
  planBulk: (text: string, language: string) =>
    json<AnswerOf<"planBulk">>("POST", "/api/mail-bulks/plan", { text, language }),
  approveBulk: (body: { text: string; language: string; hash: string }) =>
    json<AnswerOf<"approveBulk">>("POST", "/api/mail-bulks", body),
  bulks: () => json<AnswerOf<"listBulks">>("GET", "/api/mail-bulks"),
  undoBulk: (id: string) => json<AnswerOf<"undoBulk">>("POST", `/api/mail-bulks/${at(id)}/undo`),
  mailRules: (language: string) => json<AnswerOf<"listMailRules">>("GET", `/api/mail-rules${q({ language })}`),
  proposeMailRule: (text: string, language: string) =>
    json<AnswerOf<"proposeMailRule">>("POST", "/api/mail-rules", { text, language }),
  setMailRule: (id: string, body: { state: "on" | "off" | "removed"; version: number; language: string }) =>
    json<AnswerOf<"setMailRule">>("PATCH", `/api/mail-rules/${at(id)}`, body),

  briefing: (date: string) => json<AnswerOf<"getBriefing">>("GET", `/api/briefings/${at(date)}`),
  briefings: () => json<AnswerOf<"listBriefings">>("GET", `/api/briefings${q({ limit: 60 })}`),
  resendBriefing: (channel: string) =>
    json<AnswerOf<"resendBriefing">>("POST", "/api/briefings/deliveries", { channel }),
  composeBriefing: () => json<AnswerOf<"composeBriefing">>("POST", "/api/briefings"),
  askBriefing: (body: { question: string; date: string | null; item: string | null }) =>
    json<AnswerOf<"askBriefing">>("POST", "/api/briefings/questions", body),
  briefingSettings: () => json<AnswerOf<"getBriefingSettings">>("GET", "/api/briefings/settings"),
  setBriefing: (body: { at?: string | null; weights?: Record<string, number | null> }) =>
    json<AnswerOf<"setBriefingSettings">>("PATCH", "/api/briefings/settings", body),
  releaseAction: (item: string, action: string, body: { hash?: string; until?: string }) =>
    json<AnswerOf<"releaseAction">>("POST", `/api/items/${at(item)}/actions/${at(action)}`, body),

  schedules: () => json<AnswerOf<"listSchedules">>("GET", "/api/schedules"),
  putSchedule: (name: string, body: { times: string; text: string; missed: "once" | "each" | "skip" }) =>
    json<AnswerOf<"putSchedule">>("PUT", `/api/schedules/${at(name)}`, body),
  pauseSchedule: (name: string, paused: boolean) =>
    json<AnswerOf<"changeSchedule">>("PATCH", `/api/schedules/${at(name)}`, { paused }),
  removeSchedule: (name: string) => json<AnswerOf<"removeSchedule">>("DELETE", `/api/schedules/${at(name)}`),
  ticks: (name: string, limit: number) =>
    json<AnswerOf<"listTicks">>("GET", `/api/schedules/${at(name)}/ticks${q({ limit })}`),
  runSchedule: (name: string) => json<AnswerOf<"runSchedule">>("POST", `/api/schedules/${at(name)}/ticks`),

  stopAll: () => json<AnswerOf<"setStop">>("POST", "/api/stop", {}),
  stopState: () => json<AnswerOf<"getStop">>("GET", "/api/stop"),
  releaseStop: () => json<AnswerOf<"releaseStop">>("DELETE", "/api/stop"),
  effects: (query: { limit: number; state?: "unknown" }) =>
    json<AnswerOf<"listEffects">>("GET", `/api/effects${q(query)}`),
  settle: (id: string, happened: boolean) =>
    json<AnswerOf<"settleEffect">>("POST", `/api/effects/${at(id)}/settle`, { happened }),
  privacy: () => json<AnswerOf<"getPrivacy">>("GET", "/api/privacy"),
  setPrivacy: (isLocked: boolean) => json<AnswerOf<"setPrivacy">>("PUT", "/api/privacy", { isLocked }),
  egress: (limit: number) => json<AnswerOf<"listEgress">>("GET", `/api/egress${q({ limit })}`),
  policy: () => json<AnswerOf<"listPolicy">>("GET", "/api/policy"),
  addPolicy: (text: string) => json<AnswerOf<"addPolicy">>("POST", "/api/policy", { text }),
  removePolicy: (id: string) => json<AnswerOf<"removePolicy">>("DELETE", `/api/policy/${at(id)}`),
  explainPolicy: (query: { tool: string; to?: string; amount?: string }) =>
    json<AnswerOf<"explainPolicy">>("GET", `/api/policy/explain${q(query)}`),
  audit: (limit: number) => json<AnswerOf<"listAudit">>("GET", `/api/audit${q({ limit })}`),
  verifyAudit: (head: string) =>
    json<AnswerOf<"verifyAudit">>("GET", `/api/audit/verify${head === "" ? "" : q({ head })}`),
  pastApprovals: (limit: number) => json<AnswerOf<"listPastApprovals">>("GET", `/api/approvals/history${q({ limit })}`),

  usage: (days: number) => json<AnswerOf<"getUsage">>("GET", `/api/usage${q({ days })}`),

  memories: (text: string) => json<AnswerOf<"listMemories">>("GET", `/api/memory${text === "" ? "" : q({ q: text })}`),
  remember: (text: string) => json<AnswerOf<"remember">>("POST", "/api/memory", { text }),
  correct: (id: string, text: string) => json<AnswerOf<"correctMemory">>("PATCH", `/api/memory/${at(id)}`, { text }),
  forget: (id: string) => json<AnswerOf<"forgetMemory">>("DELETE", `/api/memory/${at(id)}`),

  accounts: () => json<AnswerOf<"listAccounts">>("GET", "/api/accounts"),
  telegram: () => json<AnswerOf<"listTelegram">>("GET", "/api/telegram"),
  pairTelegram: (account: string) => json<AnswerOf<"pairTelegram">>("POST", "/api/telegram/pair", { account }),
  forgetTelegramChat: (account: string, chat: number) =>
    json<AnswerOf<"forgetTelegramChat">>("POST", "/api/telegram/forget", { account, chat }),
  discover: (address: string, signal: AbortSignal) =>
    json<AnswerOf<"discoverServers">>("POST", "/api/accounts/discover", { address }, signal),
  connectAccount: (
    body: {
      kind?: AccountInfo["kind"];
      name?: string;
      address: string | null;
      settings: unknown;
      secret: string;
    },
    onPhase: (phase: AccountPhase) => void,
    signal: AbortSignal,
  ) => tryAccount("/api/accounts", body, onPhase, signal),
  changeAccount: (
    id: string,
    body: { settings: unknown; secret: string },
    onPhase: (phase: AccountPhase) => void,
    signal: AbortSignal,
  ) => tryAccount(`/api/accounts/${at(id)}`, body, onPhase, signal),
  checkAccount: (id: string) => json<AnswerOf<"checkAccount">>("POST", `/api/accounts/${at(id)}/check`),
  switchAccount: (id: string, isOn: boolean) =>
    json<AnswerOf<"switchAccount">>("PUT", `/api/accounts/${at(id)}/state`, { isOn }),
  accountContents: (id: string) => json<AnswerOf<"accountContents">>("GET", `/api/accounts/${at(id)}/contents`),
  removeAccount: (id: string) => json<AnswerOf<"removeAccount">>("DELETE", `/api/accounts/${at(id)}`),

  devices: () => json<AnswerOf<"listDevices">>("GET", "/api/devices"),
  revoke: (id: string) => json<AnswerOf<"revokeDevice">>("DELETE", `/api/devices/${at(id)}`),
  createToken: (body: { name: string; scope: "read" | "act" | "admin"; days?: number }) =>
    json<AnswerOf<"createToken">>("POST", "/api/tokens", body),
  createLink: (scope: "read" | "act" | "admin") => json<AnswerOf<"createLink">>("POST", "/api/links", { scope }),

  settings: () => json<AnswerOf<"getSettings">>("GET", "/api/settings"),
  changeSettings: (body: unknown) => json<AnswerOf<"changeSettings">>("PATCH", "/api/settings", body),
};
