import { z } from "zod";

// What is read of Microsoft Graph, version 1.0: https://learn.microsoft.com/graph/api/resources/message

const id = z.string().regex(/^[\w=+/-]{1,512}$/);

export const me = z.object({ mail: z.string().nullable().default(null), userPrincipalName: z.string() });

/** Of a delta query: a message, or that one went out of the folder. */
const changed = z.union([
  z.object({ id, "@removed": z.object({ reason: z.string() }) }),
  z.object({
    id,
    receivedDateTime: z.string().optional(),
    isRead: z.boolean().optional(),
    isDraft: z.boolean().optional(),
    flag: z.object({ flagStatus: z.string() }).optional(),
  }),
]);
export type ChangedMessage = z.infer<typeof changed>;

export const delta = z.object({
  value: z.array(changed),
  "@odata.nextLink": z.url().optional(),
  "@odata.deltaLink": z.url().optional(),
});

export const draft = z.object({ id, internetMessageId: z.string() });

export const found = z.object({ value: z.array(z.object({ id, isDraft: z.boolean() })) });

export const folder = z.object({ id });
export const folderList = z.object({ value: z.array(folder) });

export const placedMessage = z.object({
  parentFolderId: id,
  isRead: z.boolean(),
  flag: z.object({ flagStatus: z.string() }).default({ flagStatus: "notFlagged" }),
});
