import type { Context } from "../../core/index.ts";

/** A program of this machine: in `folders` what it sees besides itself, and where it may write; without network but for `hosts`. */
export interface StdioSettings {
  command: string;
  args: string[];
  env: string[];
  folders?: { path: string; write?: boolean | undefined }[] | undefined;
  /** Servers that it may speak to, each through the broker. */
  hosts?: string[] | undefined;
}

export type McpSettings =
  | StdioSettings
  | { url: string; tokenEnv?: string | undefined; allowRemote?: boolean | undefined };

/** A tool as its server describes it, made safe and short: foreign words. */
export interface ForeignTool {
  name: string;
  description: string;
  input: Record<string, unknown>;
}

/** Carries one message and brings its answer, null for a notification. Bounded in bytes and time. */
export interface McpTransport {
  send(message: object, ctx: Context): Promise<unknown>;
  close(): Promise<void>;
}

export interface McpConnection {
  /** What it offers, and the hash of exactly that. */
  list(ctx: Context): Promise<{ tools: ForeignTool[]; hash: string }>;
  /** The words of the result, safe and bounded. Throws E_COMMAND when the tool says that it failed. */
  call(tool: string, input: unknown, ctx: Context): Promise<string>;
  close(): Promise<void>;
}

export const MCP_LIMITS = {
  tools: 64,
  pages: 8,
  nameChars: 64,
  descriptionChars: 200,
  schemaChars: 8_000,
  messageBytes: 4 * 1024 * 1024,
  resultChars: 20_000,
  startMs: 15_000,
  callMs: 120_000,
} as const;
