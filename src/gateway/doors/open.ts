import { watch } from "node:fs";
import type { Server } from "node:http";
import type { App } from "../../app/index.ts";
import { AppError, toAppError, type Context } from "../../core/index.ts";
import type { DoorInfo } from "../../api/index.ts";
import { createDoor } from "../gate/door.ts";
import { GATE_LIMITS } from "../gate/limits.ts";
import type { GateHouse } from "../gate/gate.ts";
import { createListener, end, listen } from "../listen.ts";
import { createOpenGate, LOOPBACK } from "./openGate.ts";

/** The ports for other programs, as the settings say; these are looked at again whenever they change. */
export interface Doors {
  list(): DoorInfo[];
  /** Opens and closes until it is as the settings say. A port that cannot be had is told by `list`, and tried again. */
  settle(): Promise<void>;
  close(graceMs: number): Promise<void>;
}

interface Wanted {
  name: string | null;
  port: number;
}

interface Opened extends Wanted {
  server: Server | null;
  /** The one that is listened on. */
  bound: number;
  stop: AbortController;
  error: string | null;
}

const GRACE_MS = 200;
/** Who saves a file writes it in several pieces. */
const SETTLE_MS = 50;

export async function openDoors(app: App, house: GateHouse, ctx: Context): Promise<Doors> {
  const doors = new Map<string, Opened>();
  let work = Promise.resolve();

  const shut = async (key: string, graceMs: number): Promise<void> => {
    const door = doors.get(key);
    doors.delete(key);
    door?.stop.abort(new AppError("E_CANCELLED", "The door was closed."));
    if (door?.server) await end(door.server, graceMs);
  };

  const settleNow = async (): Promise<void> => {
    const { port, open } = await app.run("doors", {}, {}, ctx);
    const wanted = new Map<string, Wanted>();
    if (port !== null) wanted.set(`token ${port}`, { name: null, port });
    for (const door of open) wanted.set(`${door.name} ${door.port}`, door);
    for (const key of doors.keys()) if (!wanted.has(key)) await shut(key, GRACE_MS);
    for (const [key, door] of wanted) {
      if (doors.get(key)?.error === null) continue;
      doors.set(key, await openOne(door, app, house, ctx));
    }
  };
  const settle = (): Promise<void> => {
    const next = work.then(async () => {
      if (!ctx.signal.aborted) await settleNow();
    });
    work = next.catch((thrown: unknown) => {
      ctx.log.warn("doors stay as they are", { error: toAppError(thrown).message });
    });
    return next;
  };

  await settle().catch(() => undefined); // told in the log; the gateway opens without them
  const stopWatching = watchSettings(app, () => void settle().catch(() => undefined), ctx);
  return {
    list: () => [...doors.values()].map(toInfo),
    settle,
    async close(graceMs) {
      stopWatching();
      await work;
      await Promise.all([...doors.keys()].map((key) => shut(key, graceMs)));
    },
  };
}

async function openOne(wanted: Wanted, app: App, house: GateHouse, ctx: Context): Promise<Opened> {
  const stop = new AbortController();
  const inner: Context = { ...ctx, signal: AbortSignal.any([ctx.signal, stop.signal]) };
  try {
    const { serveDoor } = await import("./serve.ts"); // most homes have no door
    const server = await createListener(undefined);
    if (wanted.name === null) house.watch(server);
    else server.maxConnections = GATE_LIMITS.connections; // nobody proves anything there
    const bound = await listen(server, { host: LOOPBACK.host, port: wanted.port });
    const gate =
      wanted.name === null ? house.gateOf(createDoor(LOOPBACK, bound)) : createOpenGate(wanted.name, bound, ctx.log);
    serveDoor(server, app, gate, inner);
    return { ...wanted, server, bound, stop, error: null };
  } catch (thrown) {
    const error = toAppError(thrown);
    ctx.log.warn("a door cannot be opened", { name: wanted.name ?? "", port: wanted.port, error: error.message });
    return { ...wanted, server: null, bound: wanted.port, stop, error: error.message };
  }
}

const toInfo = ({ name, bound, error }: Opened): DoorInfo => ({
  name,
  port: bound,
  url: `http://${LOOPBACK.host}:${bound}`,
  isOpen: name !== null,
  error,
});

/** Changes from here are told; those of another process or an editor are seen on the file. */
function watchSettings(app: App, look: () => void, ctx: Context): () => void {
  const stop = new AbortController();
  const signal = AbortSignal.any([ctx.signal, stop.signal]);
  const listenTo = async (): Promise<void> => {
    for await (const { type } of app.changes.listen(signal)) if (type === "settings") look();
  };
  void listenTo();
  let timer: NodeJS.Timeout | undefined;
  try {
    const watcher = watch(app.home, { persistent: false, signal }, (_event, file) => {
      if (file !== "config.json") return;
      clearTimeout(timer);
      timer = setTimeout(look, SETTLE_MS).unref();
    });
    watcher.on("error", (error) => ctx.log.warn("the settings are not watched", { error: error.message }));
  } catch (thrown) {
    ctx.log.warn("the settings are not watched", { error: toAppError(thrown).message });
  }
  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}
