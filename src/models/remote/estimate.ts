import type { Message, ToolSpec } from "../engine/types.ts";

/** What a chat template puts around a message, and once around all. */
const TOKENS_PER_MESSAGE = 8;
const TOKENS_PER_PROMPT = 64;
/** Vision encoders take 256 to about 1,500 tokens for a picture of usual size. */
const TOKENS_PER_IMAGE = 1600;

/**
 * Tokens of a text for a tokeniser that cannot be asked: rather too many. Byte-pair tokenisers split before they merge
 * (words with their blank, digits, signs), so a token never spans two of these pieces; how many a piece takes is bounded
 * by its kind.
 */
function estimateText(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(/[A-Za-z]+|\p{L}+|\p{N}|\r?\n|[^\S\n]+|[\s\S]/gu)) {
    if (/^[A-Za-z]/.test(piece)) tokens += Math.ceil(piece.length / 4) + (piece.length > 8 ? 1 : 0);
    else if (/^\p{L}/u.test(piece)) tokens += Math.ceil(Buffer.byteLength(piece) / 2);
    else if (/^[^\S\n]+$/.test(piece)) tokens += Math.ceil((piece.length - 1) / 4);
    else tokens += Math.max(1, Math.ceil(Buffer.byteLength(piece) / 2));
  }
  return tokens;
}

/** Words and lines: no tokeniser in use makes fewer tokens of a text. */
export function countLeast(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + (content.match(/[\p{L}\p{N}]+(?:\s|$)/gu)?.length ?? 0), 0);
}

/** The whole prompt with its tools and pictures. */
export function estimatePrompt(messages: readonly Message[], tools: readonly ToolSpec[]): number {
  let tokens = TOKENS_PER_PROMPT;
  for (const message of messages) {
    tokens += TOKENS_PER_MESSAGE + estimateText(message.content);
    if (message.role === "user") tokens += (message.images?.length ?? 0) * TOKENS_PER_IMAGE;
    if (message.role === "assistant" && message.toolCalls) tokens += estimateText(JSON.stringify(message.toolCalls));
  }
  // Templates may spell tools out with indents or as type declarations.
  return tokens + (tools.length === 0 ? 0 : 64 + 2 * estimateText(JSON.stringify(tools)));
}
