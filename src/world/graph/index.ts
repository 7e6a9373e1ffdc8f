export { openGraph, type Graph, type GraphOptions } from "./server.ts";
