import { createInbox, type Inbox } from "../../desks/inbox/index.ts";
import type { Call } from "../command.ts";
import { createDeskParts } from "./parts.ts";

/** The inbox for a command: with the clockwork of this process where there is one. */
export async function inboxOf({ services, conversations, ctx }: Call<never>): Promise<Inbox> {
  return createInbox(createDeskParts(services, await services.store(), conversations?.clockwork ?? null, ctx), ctx);
}

/** The same for what changes something: takes the home. */
export async function ownInboxOf(call: Call<never>): Promise<Inbox> {
  await call.services.hold();
  return inboxOf(call);
}
