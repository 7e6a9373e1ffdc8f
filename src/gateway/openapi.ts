import { z } from "zod";
import { failure, type Endpoint } from "../api/index.ts";

/** An OpenAPI 3.1 document of the endpoints, made of the schemas that check them. */
export function toOpenapi(endpoints: readonly Endpoint[]): { openapi: string; [key: string]: unknown } {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/gu, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: toOperation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Kralle", version: "1", description: "What one person's AI staff does, for programs." },
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "Of `kralle token create`." },
        device: {
          type: "apiKey",
          in: "cookie",
          name: "kralle_session_PORT",
          description: "Of a signed-in browser; its name ends with the port.",
        },
      },
    },
  };
}

function toOperation(endpoint: Endpoint): Record<string, unknown> {
  const { about, scope, params, query, body, status = 200, answer, stream } = endpoint;
  const type = stream ? "text/event-stream" : "application/json";
  const success = { description: about, content: { [type]: { schema: toSchema(answer, "output") } } };
  return {
    summary: about,
    ...(scope === null ? { security: [] } : { security: [{ token: [scope] }, { device: [scope] }] }),
    parameters: [...toParameters(params, "path"), ...toParameters(query, "query")],
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: toSchema(body) } } } } : {}),
    responses: {
      [status]: status === 204 ? { description: about } : success,
      default: {
        description: "What went wrong, and what to do next.",
        content: { "application/json": { schema: toSchema(failure, "output") } },
      },
    },
  };
}

function toParameters(schema: z.ZodType | undefined, place: "path" | "query"): unknown[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = toSchema(schema);
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: inner,
  }));
}

interface JsonSchema {
  properties?: Record<string, unknown>;
  required?: string[];
}

function toSchema(schema: z.ZodType, io: "input" | "output" = "input"): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as JsonSchema;
}
