import { z } from "zod";

// What is read of Gmail's API, version 1: https://developers.google.com/workspace/gmail/api/reference/rest

const id = z.string().regex(/^[\w-]{1,128}$/);
const historyId = z.string().regex(/^\d{1,40}$/);
const labels = z.array(z.string().max(200)).default([]);

const ref = z.object({ id, labelIds: labels });

export const profile = z.object({ emailAddress: z.string(), historyId });

export const messageList = z.object({
  messages: z.array(z.object({ id })).default([]),
  nextPageToken: z.string().optional(),
});

export const rawMessage = z.object({
  id,
  labelIds: labels,
  historyId,
  /** ms UTC */
  internalDate: z.string().regex(/^\d{1,16}$/),
  /** base64url */
  raw: z.string(),
});
export type RawMessage = z.infer<typeof rawMessage>;

const changed = z.array(z.object({ message: ref })).default([]);

export const historyList = z.object({
  history: z
    .array(z.object({ messagesAdded: changed, messagesDeleted: changed, labelsAdded: changed, labelsRemoved: changed }))
    .default([]),
  nextPageToken: z.string().optional(),
  historyId,
});
export type HistoryList = z.infer<typeof historyList>;

export const heads = z.object({
  id,
  payload: z.object({ headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]) }),
});

export const sentMessage = z.object({ id });

export const labelled = z.object({ id, labelIds: labels });
export const label = z.object({ id: z.string().max(200), name: z.string() });
export const labelList = z.object({ labels: z.array(label).default([]) });
