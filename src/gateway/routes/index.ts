import { getHealth, getOpenapi } from "../../api/index.ts";
import { toOpenapi } from "../openapi.ts";
import { defineRoute, type Route } from "../types.ts";
import { accountRoutes } from "./accounts.ts";
import { approvalRoutes } from "./approvals.ts";
import { auditRoutes } from "./audit.ts";
import { briefingRoutes } from "./briefings.ts";
import { doorRoutes } from "./doors.ts";
import { egressRoutes } from "./egress.ts";
import { effectRoutes } from "./effects.ts";
import { fileRoutes } from "./files.ts";
import { homeRoutes } from "./home.ts";
import { bulkRoutes } from "./bulks.ts";
import { inboxRoutes } from "./inbox.ts";
import { jobRoutes } from "./jobs.ts";
import { mcpRoutes } from "./mcp.ts";
import { memoryRoutes } from "./memory.ts";
import { modelRoutes } from "./models.ts";
import { deviceRoutes } from "./devices.ts";
import { commandRoutes } from "./commands.ts";
import { policyRoutes } from "./policy.ts";
import { scheduleRoutes } from "./schedules.ts";
import { runRoutes } from "./runs.ts";
import { skillRoutes } from "./skills.ts";
import { telegramRoutes } from "./telegram.ts";
import { sessionRoutes } from "./sessions.ts";

const health = defineRoute(getHealth, () => Promise.resolve({ status: "ok" } as const));

/** Everything that can be asked over HTTP. An explicit list; the tests of the gate go through it. */
export const ROUTES: readonly Route[] = [
  health,
  ...deviceRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...approvalRoutes,
  ...auditRoutes,
  ...briefingRoutes,
  ...effectRoutes,
  ...fileRoutes,
  ...modelRoutes,
  ...inboxRoutes,
  ...bulkRoutes,
  ...jobRoutes,
  ...memoryRoutes,
  ...homeRoutes,
  ...doorRoutes,
  ...egressRoutes,
  ...commandRoutes,
  ...mcpRoutes,
  ...policyRoutes,
  ...runRoutes,
  ...scheduleRoutes,
  ...skillRoutes,
  ...telegramRoutes,
  defineRoute(getOpenapi, () => Promise.resolve(toOpenapi(ROUTES.map(({ endpoint }) => endpoint)))),
];
