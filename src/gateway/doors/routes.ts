import { chatRoute } from "./openai/chat.ts";
import { embeddingsRoute } from "./openai/embeddings.ts";
import { modelRoutes } from "./openai/models.ts";
import { responsesRoute } from "./openai/responses.ts";
import { embedRoutes } from "./ollama/embed.ts";
import { generateRoutes } from "./ollama/generate.ts";
import { modelRoutes as ollamaModelRoutes } from "./ollama/models.ts";
import type { DoorRoute } from "./types.ts";

/** Everything that other programs' clients may ask, in their own dialects. An explicit list; a test goes through it. */
export const DOOR_ROUTES: readonly DoorRoute[] = [
  { method: "GET", path: "/", dialect: "ollama", handle: () => Promise.resolve({ text: "Kralle is running" }) },
  chatRoute,
  responsesRoute,
  embeddingsRoute,
  ...modelRoutes,
  ...generateRoutes,
  ...ollamaModelRoutes,
  ...embedRoutes,
];
