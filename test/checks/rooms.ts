/**
 * Who may import whom: the table of ARCHITECTURE.md as data. `lazy` rooms may be reached only by `import()`; `in` limits
 * that to one file.
 */
export interface RoomRule {
  may: readonly string[];
  lazy?: Readonly<Record<string, { in: string }>>;
}

const BELOW_AGENT = ["core", "store", "files", "durable", "models", "guard"];
const BELOW_DESKS = [...BELOW_AGENT, "api", "connectors", "agent"];

/** Rooms of which each folder is a room of its own: no desk knows another desk. */
export const HOUSES = ["desks", "channels"];

/** What all of a house see beside each other: the seam, and how desks say why an item is there. */
export const SHARED = [
  "src/desks/types.ts",
  "src/desks/reason.ts",
  "src/desks/reasonOfExtracted.ts",
  "src/channels/types.ts",
];

export const ROOMS: Readonly<Record<string, RoomRule>> = {
  core: { may: [] },
  api: { may: ["core"] },
  store: { may: ["core"] },
  files: { may: ["core", "store"] },
  durable: { may: ["core", "store"] },
  models: { may: ["core", "store"] },
  guard: { may: ["core", "store", "durable"] },
  connectors: { may: ["core", "store", "files", "durable", "guard"] },
  agent: { may: BELOW_AGENT },
  desks: { may: BELOW_DESKS },
  channels: { may: ["core", "api", "store", "connectors"] },
  app: { may: [...BELOW_DESKS, "desks", "channels"], lazy: { world: { in: "src/app/demo.ts" } } },
  gateway: { may: ["core", "api", "app"] },
  cli: { may: ["core", "api", "app"], lazy: { gateway: { in: "src/cli/commands/up.ts" } } },
  world: { may: ["core"] },
};

/** What the command line must be able to load without: the start of `kralle --help` stays short. */
export const LAZY_FROM_MAIN = { entry: "src/cli/main.ts", room: "app" };

/** core/ does no I/O. */
export const NOT_IN_CORE =
  /^node:(fs|net|http|https|http2|tls|dns|dgram|child_process|cluster|worker_threads|sqlite|readline)(\/|$)/;

/** Files that import a module whose name they are handed: the engine pack lies in KRALLE_HOME, outside the program. */
export const COMPUTED = [
  "src/models/engine/binding.ts",
  "src/models/pack/tryChild.ts",
  "src/models/remote/aisdk/package.ts",
];
