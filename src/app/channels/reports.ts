import type { Commands } from "../../channels/telegram/index.ts";
import type { Context } from "../../core/index.ts";
import type { Store } from "../../store/index.ts";
import { runOf } from "../conversations/ids.ts";
import type { ChannelHouse } from "./open.ts";

/** Of one message, with room for what Telegram counts otherwise. */
const MOST_CHARS = 4_000;
const COST_DAYS = 30;
const RUNS = 12;

/** The commands of `app/`, as far as a chat has them. */
export function reportsOf({ services, conversations, run }: ChannelHouse, store: Store, ctx: Context): Commands {
  return {
    async stop(by) {
      await run("stop", { by }, { by }, ctx);
    },
    async release(by) {
      await run("releaseStop", { by }, { by }, ctx);
    },
    async today() {
      return (await run("briefingText", { form: "short", most: MOST_CHARS }, {}, ctx)).text;
    },
    async runs() {
      const { runs } = await run("runs", { limit: RUNS }, {}, ctx);
      return runs.map(({ request, kind, state, since }) => ({ title: request === "" ? kind : request, state, since }));
    },
    async status() {
      const [open, unclear, stop, { models }] = await Promise.all([
        store.messages.open({ limit: 1_000 }),
        store.effects.count("unknown"),
        run("stopState", {}, {}, ctx),
        services.settings(),
      ]);
      const running = conversations.running();
      return {
        version: (await import("../version.ts")).readVersion(),
        model: models.default ?? null,
        running,
        waiting: Math.max(0, open.length - running),
        questions: services.approvals.list().length,
        unclear,
        stop: stop && { reason: stop.reason },
      };
    },
    async cost() {
      const { total } = await run("usage", { days: COST_DAYS }, {}, ctx);
      const tokens = total.promptTokens + total.completionTokens;
      return { calls: total.calls, tokens, modelMs: total.modelMs, days: COST_DAYS };
    },
    async questions() {
      const { approvals } = await run("approvals", {}, {}, ctx);
      return approvals.map(({ message, ...one }) => ({ ...one, run: message === null ? null : runOf(message) }));
    },
    async letter(item) {
      const { draft: letter } = await run("writeDraft", { id: item }, {}, ctx);
      if (letter === null || letter.sent !== null) return null;
      const { id: draft, hash, to, subject, text, complete } = letter;
      return { draft, hash, to, subject, text, isComplete: complete };
    },
    async sendLetter(draft, hash, by) {
      await run("approveDraft", { id: draft, hash }, { by, via: "telegram" }, ctx);
    },
    async releaseItem(item, action, hash, by) {
      await run("releaseAction", { item, action, hash }, { by, via: "telegram" }, ctx);
    },
    decide: (id, decision, hash, by) => services.approvals.decide(id, decision, hash, { by, via: "telegram" }, ctx),
  };
}
