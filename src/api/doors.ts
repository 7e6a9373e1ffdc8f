import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

const door = z.object({
  /** null: the one that asks for a token. */
  name: z.string().nullable(),
  port: z.int(),
  url: z.string(),
  /** Nothing is asked: any program on this machine may use it. */
  isOpen: z.boolean(),
  /** Why it cannot be reached; null where it can. */
  error: z.string().nullable(),
});
export type DoorInfo = z.infer<typeof door>;

const name = z.string().min(1).max(64);

export const listDoors = defineEndpoint({
  method: "GET",
  path: "/api/doors",
  scope: "read",
  about: "Ports on which other programs ask for models in the words of OpenAI and Ollama.",
  answer: z.object({ doors: z.array(door) }),
});

export const openDoor = defineEndpoint({
  method: "POST",
  path: "/api/doors",
  scope: "admin",
  about: "Opens a port without a token for one program on this machine.",
  body: z.object({ name, port: z.int().min(1).max(65_535).optional() }),
  status: 201,
  answer: door,
});

export const closeDoor = defineEndpoint({
  method: "DELETE",
  path: "/api/doors/:name",
  scope: "admin",
  about: "Closes it.",
  params: z.object({ name }),
  status: 204,
  answer: z.undefined(),
});
