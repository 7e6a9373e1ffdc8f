import { createKnowledge, draftReply } from "../../desks/inbox/index.ts";
import { guessLanguage } from "../../files/index.ts";
import type { Call } from "../command.ts";
import { createMeaning } from "./meaning.ts";
import type { KnowledgeAnswer } from "../commands/knowledge.ts";

/** What a customer who asks this would be answered, as the inbox would draft it. */
export async function answerFromKnowledge(
  text: string,
  asked: "en" | "de" | null,
  { services, ctx }: Call<never>,
): Promise<KnowledgeAnswer> {
  const meaning = createMeaning(services);
  const { documents, profile } = await services.store();
  const { name, timeZone } = await profile.get();
  const zone = timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language = asked ?? guessLanguage(text);
  const at = ctx.clock.now();
  const mail = { id: "asked", direction: "in", from: null, subject: "", text, at, language } as const;
  const owner = {
    name,
    language,
    address: "sie",
    greeting: { de: null, en: null },
    signOff: { de: null, en: null },
    signature: null,
  } as const;
  const draft = await draftReply(
    { mail, thread: [], owner, judged: null, zone },
    { knowledge: createKnowledge(documents, ctx), meaning: (piece) => meaning(piece, ctx) },
    ctx,
  );
  const sentences = (draft?.sentences ?? []).filter(({ sources }) => sources.length > 0);
  return {
    text: sentences.map((sentence) => sentence.text).join(" "),
    sentences: sentences.map((sentence) => ({
      text: sentence.text,
      sources: sentence.sources.flatMap((source) =>
        source.type === "quote" ? [{ document: source.source, quote: source.text }] : [],
      ),
    })),
    questions: draft?.questions ?? [],
  };
}
