import { toSafeLine } from "../../../app/index.ts";
import type { Session } from "../../run.ts";
import { wrap } from "../../terminal/text.ts";
import { EXIT } from "../../view/exit.ts";

interface Shown {
  name: string;
  description: string;
}

/** Foreign words, made safe, each under what it belongs to. */
function showTools({ ui }: Session, tools: readonly Shown[]): void {
  for (const { name, description } of tools) ui.out.line(`  ${toSafeLine(name)}: ${toSafeLine(description)}`);
}

export async function list(session: Session, isJson: boolean): Promise<number> {
  const { app, ctx, ui } = session;
  const found = await app.run("mcpServers", {}, {}, ctx);
  const { mcp } = ui.texts;
  if (isJson) process.stdout.write(`${JSON.stringify(found)}\n`);
  else if (found.servers.length === 0) ui.out.line(wrap(mcp.none, ui.out.columns));
  for (const { name, place, approved, tools } of isJson ? [] : found.servers) {
    ui.out.line(`${name}  ${toSafeLine(place)}  (${approved ? mcp.approved : mcp.notApproved})`);
    showTools(session, tools);
  }
  return EXIT.ok;
}

export async function approve(session: Session, name: string, isJson: boolean): Promise<number> {
  const { app, ctx, ui } = session;
  const done = await app.run("approveMcp", { name }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(done)}\n`);
  else {
    ui.out.line(wrap(ui.texts.mcp.nowApproved(name, done.changed), ui.out.columns));
    showTools(session, done.tools);
  }
  return EXIT.ok;
}

export async function remove({ app, ctx, ui }: Session, name: string, isJson: boolean): Promise<number> {
  const removed = await app.run("removeMcp", { name }, {}, ctx);
  if (isJson) process.stdout.write(`${JSON.stringify(removed)}\n`);
  else ui.out.line(wrap(ui.texts.mcp.removed(name), ui.out.columns));
  return EXIT.ok;
}
