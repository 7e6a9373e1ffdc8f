import { connect } from "node:net";
import { McpServer } from "@modelcontextprotocol/server";
import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

// A server of others that dials: by the proxy that its environment names, or past it. Answers with what it was told, and heard.
const server = new McpServer({ name: "dialing", version: "1.0.0" });
const input = z.object({ target: z.string(), direct: z.boolean() });
server.registerTool("dial", { description: "Dials.", inputSchema: input }, async ({ target, direct }) => {
  const text = await dial(direct ? `http://${target}` : (process.env["HTTPS_PROXY"] ?? ""), direct ? null : target);
  return { content: [{ type: "text", text }] };
});
await server.connect(new StdioServerTransport());

function dial(at: string, target: string | null): Promise<string> {
  const url = URL.parse(at);
  if (url === null) return Promise.resolve("no proxy");
  const request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  return new Promise((resolve) => {
    let said = "";
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    socket.on("error", (error) => resolve(error.message)).on("end", () => resolve(said.replaceAll(/\s+/gu, " ")));
    socket.write(target === null ? request : `CONNECT ${target} HTTP/1.1\r\n\r\n`);
    socket.on("data", (bytes) => {
      if (said === "" && target !== null && bytes.toString().startsWith("HTTP/1.1 200")) socket.write(request);
      said += bytes.toString();
    });
  });
}
