import { z } from "zod";
import { byId } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const file = z.object({ path: z.string(), bytes: z.number() });

export const listFiles = defineEndpoint({
  method: "GET",
  path: "/api/sessions/:id/files",
  scope: "read",
  about: "The files that a conversation is about.",
  params: byId,
  answer: z.object({ files: z.array(file) }),
});

/** The body is the file, not JSON. */
export const attachFile = defineEndpoint({
  method: "PUT",
  path: "/api/sessions/:id/files/:name",
  scope: "act",
  about: "Puts a file into the folder of a conversation; the body is the file. A name that is taken gets a number.",
  params: byId.extend({ name: z.string().min(1).max(200) }),
  status: 201,
  answer: file,
});
