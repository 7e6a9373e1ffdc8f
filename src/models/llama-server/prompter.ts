import { piecesSchema, tokensSchema, type Props } from "./answers.ts";
import type { ServerClient } from "./client.ts";
import type { Renderer } from "../engine/template.ts";
import type { Message, ToolSpec } from "../engine/types.ts";

export interface ServerPrompt {
  /** The rendered text, with the marks of messages made harmless. */
  text: string;
  /** For a prompt without pictures. */
  tokens: number[];
  /** Base64, in the order of their marks in `text`; then `tokens` is empty. */
  images: string[];
}

export interface ServerPrompter {
  toPrompt(messages: readonly Message[], tools: readonly ToolSpec[]): Promise<ServerPrompt>;
  tokenize(text: string, special: boolean): Promise<number[]>;
}

const OPEN = "\uE000";
const CLOSE = "\uE001";
const PLACEHOLDER = /\uE000(\d+)\uE001/;
/** Between the letters of a mark, for prompts with pictures: those are handed over as text. */
const BREAK = "\u2060";

/**
 * Renders with the model's own template, as the built-in engine does, and tokenizes through the server. Marks of the template
 * become special tokens; the same letters inside a message stay text, so that a mail which holds `<|im_end|>` cannot end the
 * user's turn. Which words are marks, the server is asked: letters that it reads as another token when told to obey.
 */
export async function createServerPrompter(
  client: ServerClient,
  renderer: Renderer,
  props: Props,
): Promise<ServerPrompter> {
  const tokenize = async (content: string, special: boolean): Promise<number[]> => {
    if (content === "") return [];
    const body = { content, add_special: false, parse_special: special };
    return tokensSchema.parse(await client.post("/tokenize", body)).tokens;
  };
  const added = tokensSchema.parse(await client.post("/tokenize", { content: "", add_special: true })).tokens;
  const [named = null] = await tokenize(props.bos_token, true);
  const bos = added[0] === named ? named : null; // only where the model wants it at the beginning

  const findMarks = async (text: string): Promise<string[]> => {
    const plain = await tokenize(text, false);
    const obeyed = await tokenize(text, true);
    if (plain.length === obeyed.length && plain.every((token, at) => token === obeyed[at])) return [];
    const body = { content: text, add_special: false, parse_special: true, with_pieces: true };
    const { tokens } = piecesSchema.parse(await client.post("/tokenize", body));
    const usual = new Set(plain);
    const candidates = new Map(tokens.map(({ id, piece }) => [id, piece]));
    const marks: string[] = [];
    for (const [id, piece] of candidates) {
      if (usual.has(id) || typeof piece !== "string" || piece.length < 2) continue;
      const spelled = await tokenize(piece, false);
      if (spelled.length !== 1 || spelled[0] !== id) marks.push(piece);
    }
    return marks.toSorted((a, b) => b.length - a.length);
  };

  const toTokens = async (text: string, marks: readonly string[]): Promise<number[]> => {
    const tokens: number[] = [];
    for (const [index, part] of text.split(PLACEHOLDER).entries()) {
      const mark = index % 2 === 1 ? (marks[Number(part)] ?? "") : null;
      for (const token of await (mark === null ? tokenize(part, true) : tokenize(mark, false))) tokens.push(token);
    }
    return bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  };

  return {
    tokenize,
    async toPrompt(messages, tools) {
      const images = messages.flatMap((message) => (message.role === "user" ? (message.images ?? []) : []));
      const found = await findMarks(messages.map(({ content }) => content).join("\n"));
      if (images.length > 0) {
        const safe = messages.map((message) => withMarkers(message, breakMarks(message.content, found), props));
        const encoded = images.map(({ bytes }) => Buffer.from(bytes).toString("base64"));
        return { text: renderer.render(safe, tools), tokens: [], images: encoded };
      }
      const marks = [OPEN, ...found]; // the placeholder's own sign goes first, so that it survives too
      const safe = messages.map((message) => ({ ...message, content: defuse(message.content, marks) }));
      const text = renderer.render(safe, tools);
      return { text, tokens: await toTokens(text, marks), images: [] };
    },
  };
}

function defuse(content: string, marks: readonly string[]): string {
  let safe = content;
  for (const [index, mark] of marks.entries()) {
    if (safe.includes(mark)) safe = safe.replaceAll(mark, `${OPEN}${index}${CLOSE}`);
  }
  return safe;
}

function breakMarks(content: string, marks: readonly string[]): string {
  let safe = content;
  for (const mark of marks) safe = safe.replaceAll(mark, `${mark.slice(0, 1)}${BREAK}${mark.slice(1)}`);
  return safe;
}

/** A picture's mark stands before the words of its message. The server makes the mark up anew at each start. */
function withMarkers(message: Message, content: string, { media_marker: marker }: Props): Message {
  const text = content.replaceAll(marker, "");
  const count = message.role === "user" ? (message.images?.length ?? 0) : 0;
  return { ...message, content: count === 0 ? text : `${`${marker}\n`.repeat(count)}${text}` };
}
