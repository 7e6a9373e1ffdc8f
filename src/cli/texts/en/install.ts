import type { LicenceLimit, Pulled } from "../../../app/index.ts";

/** `kralle models pull`, `search`, `import`, `rm`: what they say in English. */
export const install = {
  options: {
    quant: "quantisation to fetch: Q4_K_M, Q8_0 …",
    from: "source to fetch from: hub, ollama or wheels",
    acceptLicence: "accept the licence of the model (read it first)",
    repin: "take what the source has now, also when it had something else before",
  },
  pulled: ({ id, source }: Pulled) => `${id} is here and verified (from ${source}).`,
  wasHere: ({ id }: Pulled) => `${id} is here already, and verified.`,
  pinned: {
    catalogue: "Its digest is the one that Kralle's catalogue knows",
    "first-pull": "Nobody here knew its digest: that of its source is pinned now (pinned at first pull)",
    import: "Its digest is that of the file as it was taken",
  } satisfies Record<Pulled["pinned"], string>,
  licence: (name: string) => `Licence: ${name}`,
  licenceAsks: (model: string, name: string) =>
    `${model} is under the ${name}. It has to be accepted before it is fetched.`,
  limits: {
    noncommercial: "not for commercial use",
    terms: "has terms of its own",
    attribution: "wants its makers to be named",
    "prohibited-uses": "forbids certain uses",
    "large-services": "very large services need a licence of their own",
    revenue: "free only below a certain yearly revenue",
    unknown: "not known to Kralle",
  } satisfies Record<LicenceLimit, string>,
  licenceText: (url: string) => `Its text, which alone decides: ${url}`,
  accept: "Do you accept it? [y/N] ",
};
