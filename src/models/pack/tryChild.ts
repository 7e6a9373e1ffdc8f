import { pathToFileURL } from "node:url";

/*
 * A process of its own that starts the engine of a pack and says what it found: `node tryChild.ts ENTRY`. Native code that
 * crashes takes only this process with it.
 */

interface Llama {
  readonly gpu: string | false;
  getGpuDeviceNames(): Promise<string[]>;
  getVramState(): Promise<{ total: number; free: number }>;
}
interface Pack {
  getLlama(options: object): Promise<Llama>;
}

const OPTIONS = { gpu: "auto", build: "never", skipDownload: true, progressLogs: false, logLevel: "error" };

try {
  const pack = (await import(pathToFileURL(process.argv[2] ?? "").href)) as Pack;
  const llama = await pack.getLlama(OPTIONS);
  const devices = llama.gpu === false ? [] : await llama.getGpuDeviceNames();
  const { total } = llama.gpu === false ? { total: 0 } : await llama.getVramState();
  say({ gpu: llama.gpu === false ? null : llama.gpu, devices, memoryBytes: total });
} catch (thrown) {
  say({ error: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown) });
}

/** Ends at once: the engine's own threads would keep the process alive. */
function say(answer: object): void {
  process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => process.exit(0));
}
