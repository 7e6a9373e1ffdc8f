import type { TelegramEntity, TelegramMessageInput } from "../../../connectors/index.ts";

/** A message as it is to stand in a chat. */
export interface Piece {
  text: string;
  entities: TelegramEntity[];
}

/** One act outside; `ref` is its name in the journal. */
export type EffectInput = { ref: string; run: string | null } & (
  | { kind: "telegram.send"; arguments: TelegramMessageInput }
  | { kind: "telegram.edit"; arguments: TelegramMessageInput & { message: number } }
  | {
      kind: "telegram.file";
      arguments: { chat: number; name: string; kind: "photo" | "document"; sha256: string; caption: string };
      bytes: Uint8Array;
    }
);

/** What a post is made of. */
export type PostBody =
  | { type: "text"; pieces: Piece[]; buttons: { text: string; data: string }[][] }
  | { type: "answer"; message: string; after: number; isGroup: boolean; replyTo: number | null }
  | { type: "file"; path: string; name: string };
