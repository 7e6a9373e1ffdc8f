import type { Context } from "../../core/index.ts";
import type { Collecting } from "../../desks/inbox/index.ts";
import type { Clockwork } from "../../durable/index.ts";
import type { Services } from "../services.ts";
import { INBOX_WORK } from "./list.ts";

/** Brings the mail and the appointments of all accounts from now on, also of those that are connected later. Its code is read with the first account. */
export function openCollecting(
  services: Pick<Services, "store" | "secrets" | "changes">,
  clockwork: Pick<Clockwork, "look">,
  ctx: Context,
): { close(): Promise<void> } {
  const closing = new AbortController();
  const inner = { ...ctx, signal: AbortSignal.any([ctx.signal, closing.signal]) };
  let collecting: Collecting | null = null;

  async function refresh(): Promise<void> {
    const store = await services.store();
    if (collecting === null && (await store.accounts.list()).length === 0) return;
    const [{ startCollecting }, { openReadable }] = await Promise.all([
      import("../../desks/inbox/index.ts"),
      import("../accounts/readable.ts"),
    ]);
    collecting ??= startCollecting(
      {
        store,
        open: (account) => openReadable(account, { store, secrets: services.secrets }),
        starts: INBOX_WORK,
        promised: () => {
          clockwork.look().catch((error: unknown) => ctx.log.warn("new mail begins its work later", { error }));
        },
        changed: (id) => services.changes.tell("accounts", id),
      },
      inner,
    );
    await collecting.refresh();
  }

  const watch = async (): Promise<void> => {
    const changes = services.changes.listen(closing.signal); // before the first look, so that nothing falls in between
    await refresh();
    for await (const { type } of changes) if (type === "accounts") await refresh();
  };
  const watching = watch().catch((error: unknown) => {
    if (!closing.signal.aborted) ctx.log.error("mail is not collected any more", { error });
  });
  return {
    async close() {
      closing.abort();
      await watching;
      await collecting?.close();
    },
  };
}
