import type { Planner } from "../types.ts";
import { commandPlanner, sqlPlanner } from "./command.ts";
import { editPlanner } from "./edit.ts";
import { extractPlanner } from "./extract.ts";
import { findPlanner } from "./find.ts";
import { memoryPlanner } from "./memory.ts";
import { movePlanner } from "./move.ts";
import { notePlanner } from "./note.ts";
import { queryPlanner } from "./query.ts";
import { questionPlanner } from "./question.ts";
import { reckonPlanner } from "./reckon.ts";
import { summarisePlanner } from "./summarise.ts";
import { talkPlanner } from "./talk.ts";
import { writePlanner } from "./write.ts";

/** Every shape of request that Kralle knows. An explicit list: nothing registers itself. */
export const PLANNERS: Planner[] = [
  queryPlanner,
  findPlanner,
  questionPlanner,
  extractPlanner,
  editPlanner,
  movePlanner,
  notePlanner,
  summarisePlanner,
  writePlanner,
  reckonPlanner,
  commandPlanner,
  sqlPlanner,
  talkPlanner,
  memoryPlanner,
];
