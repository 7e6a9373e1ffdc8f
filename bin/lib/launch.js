// Runs this same program on another Node, so that a caller sees one program: same streams, signals and exit code.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../kralle.js", import.meta.url));

/**
 * @param {string} node
 * @param {string[]} args
 */
export async function launch(node, args) {
  const env = { ...process.env, KRALLE_LAUNCHER: process.execPath };
  // The channel carries nothing: its end tells the child that we were killed.
  const child = spawn(node, [PROGRAM, ...args], { stdio: ["inherit", "inherit", "inherit", "ipc"], env });
  const hasTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    if (signal === "SIGINT" && hasTerminal) return; // the terminal sends it to the child itself
    child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals =
    process.platform === "win32" ? ["SIGINT", "SIGTERM"] : ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"];
  for (const signal of signals) process.on(signal, forward);
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (...end) => resolve(end));
  });
  for (const name of signals) process.removeListener(name, forward);
  if (signal !== null) process.kill(process.pid, signal);
  process.exitCode = code ?? 1;
}
