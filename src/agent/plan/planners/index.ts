import type { Planner } from "../types.ts";
import { queryPlanner } from "./query.ts";

/** Every shape of request that Kralle knows. An explicit list: nothing registers itself. */
export const PLANNERS: Planner[] = [queryPlanner];
