import { toName } from "./name.ts";
import type { Gpu, HardwareNote } from "./types.ts";

export const NVIDIA_SMI = ["--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits"];

const MOST_CARDS = 64;
const MIB = 1024 * 1024;

export interface NvidiaAnswer {
  gpus: Gpu[];
  /** Cards without memory of their own (GB10, Jetson): `nvidia-smi` says `[N/A]` or `[Not Supported]` there. */
  unified: string[];
  notes: HardwareNote[];
}

/**
 * `nvidia-smi --query-gpu=name,memory.total,memory.free --format=csv,noheader,nounits`: one card a line, memory in MiB. A
 * driver that does not work is told in words on the same output. Source: nvidia-smi(1), "Return Value" and "--query-gpu".
 */
export function parseNvidiaSmi(text: string): NvidiaAnswer {
  const answer: NvidiaAnswer = { gpus: [], unified: [], notes: [] };
  for (const line of text.split("\n").slice(0, MOST_CARDS)) {
    const [name = "", total = "", free = ""] = line.slice(0, 500).split(",").map(toName);
    if (name === "" || total === "") continue;
    if (/^\d{1,9}$/.test(total) && Number(total) > 0) {
      const memoryFree = /^\d{1,9}$/.test(free) ? Math.min(Number(free), Number(total)) * MIB : null;
      const memoryBytes = Number(total) * MIB;
      answer.gpus.push({ vendor: "nvidia", name, memoryBytes, memoryFree, backend: "cuda", unified: false });
    } else if (/^\[?(?:N\/A|Not Supported|Unknown Error)\]?$/i.test(total)) answer.unified.push(name);
  }
  const failed =
    /(?:NVIDIA-SMI has failed|Failed to initialize NVML|Unable to determine the device handle)[^\n]{0,160}/;
  const told = failed.exec(text)?.[0];
  if (told !== undefined) answer.notes.push({ code: "nvidia-driver", detail: toName(told) });
  return answer;
}
