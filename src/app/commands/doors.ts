import { z } from "zod";
import { AppError, ENGINE_NAME, type Config } from "../../core/index.ts";
import { defineCommand } from "../command.ts";
import { changeConfig, readConfig } from "../config.ts";

export interface DoorSettings {
  /** The port of the compatible endpoints that ask for a token; null: closed. */
  port: number | null;
  /** Ports without a token, each for one program on this machine. */
  open: { name: string; port: number }[];
}

/** What the settings say of doors; which of them are open is known to the gateway alone. */
export const doors = defineCommand<z.ZodObject, DoorSettings>({
  about: "lists the doors for other programs",
  input: z.object({}),
  async run(_input, { services }) {
    return (await readConfig(services.home)).config.doors;
  },
});

const FIRST_PORT = 7480;

const openInput = z.object({
  name: z.string(),
  port: z.int().min(1).max(65_535).nullable().default(null),
});

/** Opens a port without a token for one program. The same name again keeps its port, or gets the one that is named. */
export const openDoor = defineCommand<typeof openInput, { name: string; port: number }>({
  about: "opens a port without a token for one program of this machine",
  input: openInput,
  async run({ name, port }, { services }) {
    if (!ENGINE_NAME.test(name)) {
      throw new AppError("E_INPUT", `"${name.slice(0, 60)}" cannot be the name of a door.`, {
        hint: "Take small letters, digits, - and _, at most 32, beginning with a letter or digit.",
      });
    }
    const { config } = await readConfig(services.home);
    const known = config.doors.open.find((door) => door.name === name);
    const chosen = port ?? known?.port ?? freePort(config);
    const holder = holderOf(chosen, config, name);
    if (holder !== null) {
      throw new AppError("E_INPUT", `Port ${chosen} is already that of ${holder}.`, {
        hint: "Name another with --port.",
      });
    }
    await write(services.home, [...config.doors.open.filter((door) => door.name !== name), { name, port: chosen }]);
    services.changes.tell("settings");
    return { name, port: chosen };
  },
});

const closeInput = z.object({ name: z.string() });

export const closeDoor = defineCommand<typeof closeInput, { name: string; port: number }>({
  about: "closes a door",
  input: closeInput,
  async run({ name }, { services }) {
    const { open } = (await readConfig(services.home)).config.doors;
    const known = open.find((door) => door.name === name);
    if (!known) {
      throw new AppError("E_NOT_FOUND", `There is no door ${name.slice(0, 60)}.`, {
        hint: "`kralle door list` shows those that there are.",
      });
    }
    await write(
      services.home,
      open.filter((door) => door !== known),
    );
    services.changes.tell("settings");
    return known;
  },
});

function holderOf(port: number, { doors: { port: own, open }, gateway }: Config, except: string): string | null {
  if (port === gateway.port) return "the gateway";
  if (port === own) return "the door with a token";
  return open.find((door) => door.port === port && door.name !== except)?.name ?? null;
}

function freePort(config: Config): number {
  let port = FIRST_PORT;
  while (holderOf(port, config, "") !== null) port += 1;
  return port;
}

function write(home: string, open: DoorSettings["open"]): Promise<void> {
  return changeConfig(home, (raw) => {
    const { open: _old, ...others } = (raw["doors"] ?? {}) as Record<string, unknown>;
    return { ...raw, doors: open.length === 0 ? others : { ...others, open } };
  });
}
