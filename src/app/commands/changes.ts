import { z } from "zod";
import type { Change, FileDiff } from "../../agent/index.ts";
import { defineCommand } from "../command.ts";
import { toPlace } from "../folders.ts";

const workspaceInput = z.object({ workspace: z.string().min(1) });

/** Takes back the last change in a folder. */
export const undo = defineCommand<typeof workspaceInput, { label: string; changes: Change[] }, never>({
  about: "takes back the last change in a folder",
  input: workspaceInput,
  async run({ workspace }, { services, ctx }) {
    await services.hold();
    const { openWorkspace } = await import("../../agent/index.ts");
    const store = await services.store();
    return services.folders.hold(await toPlace(workspace), ctx.signal, async () =>
      (await openWorkspace(workspace, store, ctx)).undo(),
    );
  },
});

/** What the last piece of work changed in a folder, as differences of text. */
export const changes = defineCommand<typeof workspaceInput, FileDiff[], never>({
  about: "shows what the last work changed",
  input: workspaceInput,
  async run({ workspace }, { services }) {
    const { lastDiffs } = await import("../../agent/index.ts");
    return lastDiffs(workspace, await services.store());
  },
});
