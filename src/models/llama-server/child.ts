import type { ChildProcess } from "node:child_process";
import { writeSync } from "node:fs";
import { answerAsChild } from "../engine/answeringChild.ts";
import { send } from "../engine/childLife.ts";
import { createRenderer } from "../engine/template.ts";
import { createServerPrompter } from "./prompter.ts";
import { LoadFault, readResidentBytes, startServer } from "./server.ts";
import { createServerSession, type ServerSession } from "./session.ts";
import type { ServerOrder } from "./types.ts";

/*
 * The process between Kralle and a llama-server, which does not watch its own parent: this one ends it when Kralle is gone,
 * and shares its fate when it dies. It speaks the same messages as the built-in engine's child, renders prompts and reads the
 * stream, so that none of this takes the main process's time.
 */

let session: ServerSession | null = null;
let program: ChildProcess | null = null;
let isClosing = false;

answerAsChild<ServerOrder>({ load, session: () => session, close, beforeEnd: () => program?.kill("SIGKILL") });

async function load(order: ServerOrder): Promise<void> {
  const start = performance.now();
  setInterval(() => {
    const residentBytes = process.memoryUsage.rss() + readResidentBytes(program?.pid ?? 0);
    send({ type: "beat", residentBytes });
  }, order.heartbeatMs);
  try {
    const server = await startServer(order, (started) => {
      program = started;
      if (started.pid !== undefined) send({ type: "started", pid: started.pid });
    });
    const { client, props } = server;
    shareFate(server.process);
    const renderer = createRenderer({ template: order.template, bos: props.bos_token, eos: props.eos_token });
    const prompter = await createServerPrompter(client, renderer, props);
    const contextTokens = Math.min(order.contextTokens, props.default_generation_settings.n_ctx);
    session = createServerSession({ client, renderer, prompter, contextTokens, reusePrefix: order.reusePrefix });
    const build = props.build_info === "" ? order.program.version : props.build_info;
    const features = [
      ...(props.modalities.vision ? (["vision"] as const) : []),
      ...(renderer.declaresThinking ? (["thinking"] as const) : []),
      ...(renderer.offersTools ? (["tools"] as const) : []),
    ];
    const loadMs = performance.now() - start;
    send({ type: "loaded", contextTokens, engine: `llama-server ${build}`, system: server.system, features, loadMs });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ type: "failed", error: error instanceof LoadFault ? error.refusal : { code: "E_ENGINE_START", message } });
  }
}

/** What ended the server ends this process in the same way, so that the parent hears the real reason. */
function shareFate(server: ChildProcess): void {
  let words = "";
  server.stderr?.on("data", (text: string) => {
    words = (words + text).slice(-1_500);
  });
  const die = (code: number | null, signal: NodeJS.Signals | null): void => {
    if (isClosing) return;
    writeSync(2, words);
    if (signal !== null) process.kill(process.pid, signal);
    process.exit(code === 0 || code === null ? 1 : code);
  };
  server.once("exit", die);
  if (server.exitCode !== null || server.signalCode !== null) die(server.exitCode, server.signalCode);
}

function close(): void {
  isClosing = true;
  if (program === null || program.exitCode !== null || program.signalCode !== null) process.exit(0);
  program.once("exit", () => process.exit(0)); // only then its memory is returned
  program.kill("SIGKILL"); // there is nothing that it would have to save
}
