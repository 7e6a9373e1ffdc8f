import { stat } from "node:fs/promises";
import { z } from "zod";
import type { AskResult } from "../../agent/index.ts";
import { AppError } from "../../core/index.ts";
import { defineCommand } from "../command.ts";
import { ensureSample } from "../sample.ts";

/** The folder of the sample firm, made when it is not there. */
export const sample = defineCommand<z.ZodObject, { path: string; made: boolean }, never>({
  about: "makes the workspace of the sample firm",
  input: z.object({}),
  run: (_input, { services }) => ensureSample(services.home),
});

const filesInput = z.object({ workspace: z.string().min(1) });

/** The files that a request could be about. */
export const files = defineCommand<typeof filesInput, { path: string; bytes: number }[], never>({
  about: "lists the files of a folder",
  input: filesInput,
  async run({ workspace }, { services, ctx }) {
    const { openWorkspace } = await import("../../agent/index.ts");
    const opened = await openWorkspace(workspace, await services.store(), ctx);
    return (await opened.list()).map(({ path, bytes }) => ({ path, bytes }));
  },
});

export interface SessionView {
  id: string;
  title: string;
  workspace: string | null;
  /** Requests and answers so far, oldest first. */
  turns: { request: string; answer: string | null }[];
  /** A crash interrupted the last request; `resume` finishes it. */
  interrupted: boolean;
  /** A request waits or is being worked on; `resume` follows it. */
  atWork: boolean;
}

const sessionInput = z.object({ session: z.string() });

/** A conversation as it stands in the store. */
export const session = defineCommand<typeof sessionInput, SessionView, never>({
  about: "shows a conversation",
  input: sessionInput,
  async run({ session: id }, { services, conversations }) {
    const store = await services.store();
    const found = await store.sessions.get(id);
    if (!found) {
      throw new AppError("E_NOT_FOUND", `There is no session ${id}.`, { hint: "Start a new one without --session." });
    }
    const turns: SessionView["turns"] = [];
    for await (const { type, payload } of store.sessions.allEvents(id)) {
      const event = payload as { text?: string; result?: AskResult };
      const last = turns.at(-1);
      if (type === "request") turns.push({ request: event.text ?? "", answer: null });
      else if (type === "result" && last) last.answer = event.result?.answer ?? null;
    }
    const atWork = conversations !== null && (await store.messages.next(id)) !== null;
    const interrupted = !atWork && (await store.runs.list(1, { session: id, state: "running" })).length > 0;
    const { title, workspace } = found;
    const isThere = workspace !== null && (await stat(workspace).catch(() => null))?.isDirectory() === true;
    return { id, title, workspace: isThere ? workspace : null, turns, interrupted, atWork };
  },
});
