import type { OfferedModel } from "../../../app/index.ts";
import type { DoorRoute } from "../types.ts";

/** https://platform.openai.com/docs/api-reference/models; "auto" comes first. */
export const modelRoutes: readonly DoorRoute[] = [
  {
    method: "GET",
    path: "/v1/models",
    dialect: "openai",
    async handle({ inference, ctx }) {
      const models = await inference.list(ctx);
      return { json: { object: "list", data: [AUTO, ...models.map(toModel)] } };
    },
  },
  {
    method: "GET",
    path: "/v1/models/:name{.+}",
    dialect: "openai",
    async handle({ params, inference, ctx }) {
      const name = params["name"] ?? "";
      return { json: name === AUTO.id ? AUTO : toModel(await inference.find(name, ctx)) };
    },
  },
];

const AUTO = { id: "auto", object: "model", created: 0, owned_by: "kralle" };

const toModel = ({ id, place, contextTokens }: OfferedModel): object => ({
  id,
  object: "model",
  created: 0,
  owned_by: place === "local" ? "kralle" : place,
  ...(contextTokens === null ? {} : { max_model_len: contextTokens }),
});
