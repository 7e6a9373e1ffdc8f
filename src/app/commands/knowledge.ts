import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/index.ts";
import type { SyncReport } from "../../desks/inbox/index.ts";
import type { DocumentSource, Store } from "../../store/index.ts";
import { defineCommand, type Call } from "../command.ts";

/** A place that answers are taken from. Times are ms UTC. */
export interface KnowledgeSource extends DocumentSource {
  documents: number;
  /** For a person: what of it could not be read. */
  problems: string[];
}

const nothing = z.object({});

export const knowledge = defineCommand<typeof nothing, { sources: KnowledgeSource[] }, never>({
  about: "lists the folders that answers are taken from",
  input: nothing,
  async run(_input, { services }) {
    const { documents } = await services.store();
    const all = await documents.sources();
    return { sources: await Promise.all(all.map((source) => toView(source, documents))) };
  },
});

async function toView(source: DocumentSource, documents: Store["documents"]): Promise<KnowledgeSource> {
  const list = await documents.list(source.id);
  const problems = list.flatMap(({ path, problems: found }) => found.map((problem) => `${path}: ${problem}`));
  return { ...source, documents: list.length, problems };
}

const folderInput = z.object({ folder: z.string().min(1).max(4_096) });

/** Reads a folder, or what changed in it since; its files stay where they are. */
export const addKnowledge = defineCommand<typeof folderInput, { source: KnowledgeSource; report: SyncReport }, never>({
  about: "takes answers from a folder, too",
  input: folderInput,
  async run({ folder }, { services, ctx }) {
    await services.hold();
    const { documents } = await services.store();
    const before = await documents.sources();
    const source = await documents.addSource({ kind: "folder", place: resolve(folder) }, ctx);
    const { syncFolder } = await import("../../desks/inbox/index.ts");
    try {
      const report = await syncFolder(source, documents, ctx);
      return { source: await toView(source, documents), report };
    } catch (thrown) {
      if (!before.some(({ id }) => id === source.id)) await documents.removeSource(source.id); // it was never read
      throw thrown;
    }
  },
});

/** Reads all folders again. */
export const syncKnowledge = defineCommand<typeof nothing, { reports: (SyncReport & { place: string })[] }, never>({
  about: "reads what changed in the folders that answers are taken from",
  input: nothing,
  async run(_input, { services, ctx }) {
    await services.hold();
    const { documents } = await services.store();
    const { syncFolder } = await import("../../desks/inbox/index.ts");
    const reports: (SyncReport & { place: string })[] = [];
    for (const source of await documents.sources()) {
      if (source.kind === "folder")
        reports.push({ place: source.place, ...(await syncFolder(source, documents, ctx)) });
    }
    return { reports };
  },
});

const which = z.object({ source: z.string().min(1).max(4_096) });

/** What was read of it goes; the folder stays as it is. */
export const removeKnowledge = defineCommand<typeof which, { place: string }, never>({
  about: "takes no answers from a folder any more",
  input: which,
  async run({ source }, { services }) {
    await services.hold();
    const { documents } = await services.store();
    const known = (await documents.sources()).find(({ id, place }) => id === source || place === resolve(source));
    if (!known) {
      throw new AppError("E_NOT_FOUND", `No answers are taken from ${source}.`, {
        hint: "`kralle knowledge` shows the folders.",
      });
    }
    await documents.removeSource(known.id);
    return { place: known.place };
  },
});

/** In what language it is put: as it reads, without it. */
const question = z.object({
  text: z.string().trim().min(1).max(4_000),
  language: z.enum(["en", "de"]).nullable().default(null),
});

/** What a customer would be answered, with where each sentence stands. */
export interface KnowledgeAnswer {
  text: string;
  sentences: { text: string; sources: { document: string; quote: string }[] }[];
  /** What nothing is known about. */
  questions: string[];
}

export const askKnowledge = defineCommand<typeof question, KnowledgeAnswer, never>({
  about: "says what a customer would be answered",
  input: question,
  run: ({ text, language }, call: Call<never>) =>
    import("../desks/knowledge.ts").then(({ answerFromKnowledge }) => answerFromKnowledge(text, language, call)),
});
