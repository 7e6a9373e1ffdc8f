import { lazily } from "../../core/index.ts";

export { leavesMachine, requireDoor } from "./address.ts";
export type { RemoteLimits, RemoteServer, ServedModel } from "./types.ts";

export const openWire = lazily(() => import("./openWire.ts").then((part) => part.openWire));
export const createRemoteEngine = lazily(() => import("./remoteEngine.ts").then((part) => part.createRemoteEngine));
