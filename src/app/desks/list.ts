import { briefingDesk } from "../../desks/briefing/index.ts";
import type { DeskEntry } from "../../desks/types.ts";

/** Every desk. An explicit list: nothing registers itself. */
export const DESKS: readonly DeskEntry[] = [briefingDesk];
