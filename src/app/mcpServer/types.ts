import type { Context, RpcAnswer } from "../../core/index.ts";

export type Notify = (message: { jsonrpc: "2.0"; method: string; params: Record<string, unknown> }) => void;

/**
 * Kralle as a server of the Model Context Protocol (revision 2025-06-18, tools alone), whatever carries its messages. Contract: it never
 * throws; a notification is answered by null; it keeps nothing between messages. What would need a person's yes is refused: nobody
 * can be asked over this protocol.
 */
export interface McpServer {
  handle(message: unknown, ctx: Context, notify?: Notify): Promise<RpcAnswer | null>;
}
