import { attachFile, listFiles } from "../../api/index.ts";
import { AppError, LIMITS } from "../../core/index.ts";
import { readBytes } from "../body.ts";
import { defineRoute, type Route } from "../types.ts";

export const fileRoutes: readonly Route[] = [
  defineRoute(listFiles, async ({ app, params }) => ({ files: await (await app.conversations()).files(params.id) })),
  defineRoute(attachFile, async ({ app, params, request }) => {
    const conversations = await app.conversations();
    await conversations.get(params.id);
    const bytes = await readBytes(request, LIMITS.fileBytes);
    if (bytes.byteLength === 0) throw new AppError("E_INPUT", "The file is empty.");
    return conversations.attach(params.id, params.name, bytes);
  }),
];
