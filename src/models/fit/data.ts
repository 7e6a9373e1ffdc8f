import { z } from "zod";
import groupData from "../data/groups.json" with { type: "json" };
import hardwareData from "../data/hardware.json" with { type: "json" };
import speedData from "../data/speed.json" with { type: "json" };

const positive = z.number().positive();
const rates = z.object({ amx: positive, avx512: positive, avx2: positive, neon: positive, none: positive });
/** A published figure: a number, or a range as its source prints it ("6-10", "20+"). */
const figure = z.union([positive, z.string()]);
const measurement = z.object({ device: z.string(), model: z.string(), tok_s: figure, source: z.string() });
const way = z.object({ efficiency: positive, fixed_ms: positive });

const hardwareSchema = z.object({
  accelerators: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      vendor: z.enum(["nvidia", "amd", "apple", "intel"]),
      kind: z.enum(["vram", "unified"]),
      bandwidth_gbs: positive,
      memory_gb: positive.nullable(),
    }),
  ),
  cpu_memory: z.array(z.object({ id: z.string(), name: z.string(), bandwidth_gbs: positive })),
  model: z.object({
    defaults: z.object({
      gpu_vram: way,
      apple_unified: way,
      cpu_ram: way,
      old_gpu: way,
      moe_factor: positive,
      bytes_per_weight_q4_k_m: positive,
    }),
  }),
  calibration: z.array(
    z.object({
      device: z.string(),
      bandwidth_gbs: positive.nullable(),
      efficiency: positive,
      fixed_ms_per_token: positive,
    }),
  ),
  measurements: z.array(measurement),
});

const product = z.object({
  words: z.string(),
  chips: z.array(z.object({ up_to_gb: positive, id: z.string() })),
  assumed_gb: positive,
});
const board = z.object({
  words: z.string(),
  name: z.string(),
  bandwidth_gbs: positive,
  cores: positive,
  assumed_gb: positive,
});

const speedSchema = z.object({
  prefill: z.object({
    moe_share: positive,
    gflops_per_gbs: z.array(z.object({ match: z.string(), rate: positive })),
    cpu_gflops_per_core: rates,
  }),
  cpu: z.object({ gbs_per_core: rates, assumed_memory: z.string() }),
  unknown_gpu: z.object({ bandwidth_gbs: positive, laptop_share: positive }),
  bins: z.array(z.object({ id: z.string(), cpu_cores: positive, bandwidth_gbs: positive })),
  products: z.array(product),
  boards: z.array(board),
  measurements: z.array(measurement),
});

const groupSchema = z.object({
  groups: z.array(z.object({ id: z.string(), models: z.array(z.string()) })),
  roles: z.record(z.enum(["always-on", "coder", "reasoner", "vision", "embedding"]), z.array(z.string())),
});

export type HardwareFacts = z.infer<typeof hardwareSchema>;
export type Accelerator = HardwareFacts["accelerators"][number];
export type SpeedFacts = z.infer<typeof speedSchema>;
export type Measurement = z.infer<typeof measurement>;
type GroupFacts = z.infer<typeof groupSchema>;
export type Role = keyof GroupFacts["roles"];

let hardware: HardwareFacts | undefined;
let speed: SpeedFacts | undefined;
let groups: GroupFacts | undefined;

/** Bandwidths of accelerators and memory, the formula's constants, published measurements. */
export function hardwareFacts(): HardwareFacts {
  return (hardware ??= hardwareSchema.parse(hardwareData));
}

/** What the predictions need besides: rates of prefill, products by name, more measurements. */
export function speedFacts(): SpeedFacts {
  return (speed ??= speedSchema.parse(speedData));
}

/** Groups in which models are shown, and candidates by role. */
export function groupFacts(): GroupFacts {
  return (groups ??= groupSchema.parse(groupData));
}
