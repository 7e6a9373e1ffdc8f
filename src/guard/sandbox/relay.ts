/**
 * The command that starts a program in a sandbox with a way out: it listens on the sandbox's own loopback, hands each connection to the proxy
 * behind the Unix socket, and tells the program where (`HTTPS_PROXY`; `NODE_USE_ENV_PROXY` for Node's own fetch). It ends with the program.
 */
export function toRelayed(socket: string, argv: readonly string[]): string[] {
  return [process.execPath, "-e", RELAY, "--", socket, ...argv];
}

const RELAY = `
const { spawn } = require("node:child_process"), { connect, createServer } = require("node:net");
const [socket, program, ...args] = process.argv.slice(1);
const server = createServer((from) => {
  const to = connect({ path: socket });
  from.on("error", () => to.destroy()).on("close", () => to.destroy());
  to.on("error", () => from.destroy()).on("close", () => from.destroy());
  from.pipe(to).pipe(from);
});
server.listen(0, "127.0.0.1", () => {
  const at = "http://127.0.0.1:" + server.address().port;
  const env = { ...process.env, HTTPS_PROXY: at, https_proxy: at, NODE_USE_ENV_PROXY: "1" };
  const child = spawn(program, args, { stdio: "inherit", env });
  child.once("error", () => process.exit(127)).once("exit", (code) => process.exit(code ?? 1));
});
`;
