import { z } from "zod";
import licenceData from "../data/licences.json" with { type: "json" };

/** What a licence asks of who uses the weights; the text at `url` decides. */
const LIMITS = [
  "noncommercial",
  "terms",
  "attribution",
  "prohibited-uses",
  "large-services",
  "revenue",
  "unknown",
] as const;
export type LicenceLimit = (typeof LIMITS)[number];

export interface Licence {
  /** Under which consent is remembered. */
  id: string;
  name: string;
  url: string | null;
  /** Must be accepted by a person before the weights are fetched. */
  consent: boolean;
  limits: LicenceLimit[];
}

const schema = z.object({
  licences: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      match: z.array(z.string()).min(1),
      url: z.url(),
      consent: z.boolean(),
      limits: z.array(z.enum(LIMITS)),
    }),
  ),
  models: z.record(z.string(), z.string()),
});

interface Known extends Licence {
  match: RegExp[];
}

let known: { licences: Known[]; models: Record<string, string> } | undefined;
const MAX_NAME = 120;

function load(): NonNullable<typeof known> {
  if (known) return known;
  const { licences, models } = schema.parse(licenceData);
  const compiled = licences.map((licence) => {
    return { ...licence, match: licence.match.map((pattern) => new RegExp(pattern, "i")) };
  });
  known = { licences: compiled, models };
  return known;
}

/**
 * The licence that a catalogue, a hub or a file calls so. A name that nobody here knows asks for consent, because nobody
 * here can say what it allows. Null where nothing is named.
 */
export function findLicence(name: string | null, modelId: string | null = null): Licence | null {
  const { licences, models } = load();
  const own = modelId !== null && Object.hasOwn(models, modelId) ? models[modelId] : undefined;
  const text = name?.trim().slice(0, MAX_NAME) ?? "";
  const found = licences.find(({ id, match }) =>
    own === undefined ? match.some((one) => one.test(text)) : id === own,
  );
  if (found && (own !== undefined || text !== "")) {
    const { id, name: called, url, consent, limits } = found;
    return { id, name: called, url, consent, limits };
  }
  if (text === "") return null;
  return { id: text.toLowerCase(), name: text, url: null, consent: true, limits: ["unknown"] };
}
