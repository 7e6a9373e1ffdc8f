import { AppError, MCP_REVISIONS, type Context } from "../../core/index.ts";
import { MCP_LIMITS, type McpTransport } from "./types.ts";

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u;

/** A server behind an address: streamable HTTP. Throws E_REFUSED where it is elsewhere and the owner opened no door. */
export function openHttp(
  name: string,
  { url, allowRemote }: { url: string; allowRemote?: boolean | undefined },
  token: () => Promise<string | null>,
): McpTransport {
  if (!LOOPBACK.test(new URL(url).hostname) && allowRemote !== true) {
    throw new AppError("E_REFUSED", `The MCP server ${name} is on another machine.`, {
      hint: `Set mcp.servers.${name}.allowRemote, if what is asked may leave this machine.`,
    });
  }
  let session: string | null = null;
  return {
    async send(message, ctx: Context) {
      const bearer = await token();
      const headers = {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        "mcp-protocol-version": MCP_REVISIONS[0],
        ...(session === null ? {} : { "mcp-session-id": session }),
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      };
      const init = { method: "POST", headers, body: JSON.stringify(message), redirect: "error" as const };
      const answer = await ctx.net.for(`mcp:${name}`).fetch(url, { ...init, signal: ctx.signal });
      session = answer.headers.get("mcp-session-id") ?? session;
      const text = await readBounded(answer, name);
      if (!answer.ok) throw new AppError("E_NETWORK", `The MCP server ${name} answered ${answer.status}.`);
      if (!("id" in message)) return null;
      const isStream = /event-stream/u.test(answer.headers.get("content-type") ?? "");
      return isStream ? lastOf(text, message.id) : parse(text);
    },
    close: () => Promise.resolve(),
  };
}

async function readBounded(answer: Response, name: string): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MCP_LIMITS.messageBytes) throw new AppError("E_TOO_LARGE", `The MCP server ${name} says too much.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

/** Of the events of a stream, the answer to this request. */
function lastOf(text: string, id: unknown): unknown {
  const data = text
    .split(/\r?\n\r?\n/u)
    .map((event) => event.split(/\r?\n/u).filter((line) => line.startsWith("data:")))
    .map((lines) => parse(lines.map((line) => line.slice(5).trimStart()).join("\n")));
  return data.find((one) => typeof one === "object" && one !== null && "id" in one && one.id === id) ?? null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no answer of the protocol: said by whoever asked
  }
}
