import { z } from "zod";

/** JSON-RPC 2.0 as the Model Context Protocol uses it (revision 2025-06-18): no batches, ids are words or whole numbers. */
const id = z.union([z.string().max(200), z.int()]);
export type RpcId = z.infer<typeof id>;

const error = z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() });
export type RpcError = z.infer<typeof error>;

const version = z.literal("2.0");
const params = z.record(z.string(), z.unknown()).optional();

export const rpcRequest = z.object({ jsonrpc: version, id, method: z.string().max(200), params });
export const rpcNotification = z.object({
  jsonrpc: version,
  id: z.undefined().optional(),
  method: z.string().max(200),
  params,
});
const rpcResult = z.object({ jsonrpc: version, id, result: z.record(z.string(), z.unknown()) });
const rpcFailure = z.object({ jsonrpc: version, id: id.nullish(), error });
export const rpcMessage = z.union([rpcRequest, rpcNotification, rpcResult, rpcFailure]);
export type RpcMessage = z.infer<typeof rpcMessage>;
export type RpcAnswer = z.infer<typeof rpcResult> | z.infer<typeof rpcFailure>;

export const RPC = { parse: -32_700, request: -32_600, method: -32_601, params: -32_602, internal: -32_603 } as const;

export const toResult = (to: RpcId, result: Record<string, unknown>): RpcAnswer => ({
  jsonrpc: "2.0",
  id: to,
  result,
});

export const toRpcFailure = (to: RpcId | null, code: number, message: string): RpcAnswer => ({
  jsonrpc: "2.0",
  id: to,
  error: { code, message },
});

/** Revisions of the protocol that are spoken; the first is offered. */
export const MCP_REVISIONS = ["2025-06-18", "2025-03-26", "2024-11-05"] as const;
