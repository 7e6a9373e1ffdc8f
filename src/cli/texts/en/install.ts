import type { ElsewhereView, InstalledView, LicenceLimit, Pulled } from "../../../app/index.ts";

/** `kralle models pull`, `search`, `import`, `rm`: what they say in English. */
export const install = {
  options: {
    quant: "quantisation to fetch: Q4_K_M, Q8_0 …",
    from: "source to fetch from: hub, ollama or wheels",
    acceptLicence: "accept the licence of the model (read it first)",
    repin: "take what the source has now, also when it had something else before",
    hub: "search the hub, too",
    name: "name for an imported file",
    inPlace: "use an imported file where it lies",
    projector: "the file by which an imported model sees pictures (mmproj-….gguf)",
  },
  pulled: ({ id, source }: Pulled) => `${id} is here and verified (from ${source}).`,
  wasHere: ({ id }: Pulled) => `${id} is here already, and verified.`,
  imported: ({ id, inPlace }: InstalledView) =>
    inPlace ? `${id} is verified and is used where it lies.` : `${id} is verified and in the store.`,
  here: "Here",
  elsewhere: "Of other programs on this machine",
  fetchable: "To be fetched at once",
  headings: ["name", "size", "kind", "state"],
  origins: {
    catalogue: "catalogue",
    hub: "hub",
    ollama: "Ollama",
    lmstudio: "LM Studio",
    file: "file",
  } satisfies Record<InstalledView["origin"], string>,
  stores: { ollama: "Ollama", lmstudio: "LM Studio", huggingface: "Hugging Face" } satisfies Record<
    ElsewhereView["store"],
    string
  >,
  verified: "verified",
  unverified: "to be verified",
  inPlace: "used in place",
  pinnedShort: "pinned at first pull",
  parts: (count: number) => `${count} files`,
  isDefault: "default",
  usable: "can be used in place, by its name",
  context: (tokens: string) => `context ${tokens}`,
  isHere: "here",
  downloads: (count: string) => `${count} downloads`,
  gated: "only with an account that has agreed (HF_TOKEN)",
  nothing: "Nothing in the catalogue fits these words.",
  askHub: "`--hub` searches the hub, too.",
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
