import { closeDoor, listDoors, openDoor } from "../../api/index.ts";
import { AppError } from "../../core/index.ts";
import { defineRoute, type Route } from "../types.ts";

export const doorRoutes: readonly Route[] = [
  defineRoute(listDoors, ({ doors }) => Promise.resolve({ doors: doors.list() })),
  defineRoute(openDoor, async ({ app, doors, body: { name, port }, ctx }) => {
    await app.run("openDoor", port === undefined ? { name } : { name, port }, {}, ctx);
    await doors.settle();
    const opened = doors.list().find((door) => door.name === name);
    if (opened) return opened;
    throw new AppError("E_NOT_FOUND", `There is no door ${name}.`);
  }),
  defineRoute(closeDoor, async ({ app, doors, params: { name }, ctx }) => {
    await app.run("closeDoor", { name }, {}, ctx);
    await doors.settle();
    return undefined;
  }),
];
