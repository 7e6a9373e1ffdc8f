import { ACCESS } from "./access.ts";
import { ACCOUNTS } from "./accounts.ts";
import { AGENT } from "./agent.ts";
import { BRIEFING } from "./briefing.ts";
import { CONNECTORS } from "./connectors.ts";
import { DOORS } from "./doors.ts";
import { BACKUP } from "./backup.ts";
import { DURABLE } from "./durable.ts";
import { EGRESS } from "./egress.ts";
import { EFFECTS } from "./effects.ts";
import { ENGINES } from "./engines.ts";
import { FILES } from "./files.ts";
import { FIT } from "./fit.ts";
import { GATEWAY } from "./gateway.ts";
import { INBOX } from "./inbox.ts";
import { INSTALL } from "./install.ts";
import { KNOWLEDGE } from "./knowledge.ts";
import { LLAMA } from "./llama.ts";
import { MAILBOXES } from "./mailboxes.ts";
import { MCP } from "./mcp.ts";
import { MODELS } from "./models.ts";
import { OUTSIDE } from "./outside.ts";
import { POLICY } from "./policy.ts";
import { RESIDENT } from "./resident.ts";
import { PULL } from "./pull.ts";
import { STORE } from "./store.ts";
import { TAKE } from "./take.ts";
import { TELEGRAM } from "./telegram.ts";
import { TOOLS } from "./tools.ts";

/**
 * German for the English texts of errors; as with gettext the source text is the key. `{0}` is the first value of the
 * template in the source. In German, `{~0}` is a value that may itself be a text of the catalogue and is translated.
 */
export const GERMAN: Readonly<Record<string, string>> = {
  ...ACCESS,
  ...ACCOUNTS,
  ...BRIEFING,
  ...MAILBOXES,
  ...STORE,
  ...BACKUP,
  ...FILES,
  ...MODELS,
  ...ENGINES,
  ...FIT,
  ...INBOX,
  ...INSTALL,
  ...PULL,
  ...TAKE,
  ...KNOWLEDGE,
  ...LLAMA,
  ...AGENT,
  ...TOOLS,
  ...POLICY,
  ...RESIDENT,
  ...DURABLE,
  ...EGRESS,
  ...EFFECTS,
  ...CONNECTORS,
  ...TELEGRAM,
  ...GATEWAY,
  ...DOORS,
  ...MCP,
  ...OUTSIDE,
};

/** The catalogues of which each key must stand in src/. */
export const OURS = [
  ACCESS,
  ACCOUNTS,
  TELEGRAM,
  STORE,
  BACKUP,
  FILES,
  MODELS,
  FIT,
  INBOX,
  INSTALL,
  PULL,
  TAKE,
  KNOWLEDGE,
  LLAMA,
  AGENT,
  TOOLS,
  POLICY,
  ENGINES,
  RESIDENT,
  DURABLE,
  EFFECTS,
  CONNECTORS,
  GATEWAY,
  DOORS,
  MCP,
];
