export { leavesMachine, requireDoor } from "./address.ts";
export { openWire } from "./openWire.ts";
export { createRemoteEngine } from "./remoteEngine.ts";
export type { RemoteLimits, RemoteServer, ServedModel } from "./types.ts";
