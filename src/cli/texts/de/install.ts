import type { Texts } from "../en.ts";

/** `kralle models pull`, `search`, `import`, `rm`: was sie auf Deutsch sagen. */
export const install: Texts["install"] = {
  options: {
    quant: "Quantisierung, die geholt wird: Q4_K_M, Q8_0 …",
    from: "Quelle, von der geholt wird: hub, ollama oder wheels",
    acceptLicence: "die Lizenz des Modells annehmen (vorher lesen)",
    repin: "nehmen, was die Quelle jetzt hat, auch wenn es vorher etwas anderes war",
  },
  pulled: ({ id, source }) => `${id} ist da und geprüft (von ${source}).`,
  wasHere: ({ id }) => `${id} ist schon da, und geprüft.`,
  pinned: {
    catalogue: "Sein Digest ist der, den Kralles Katalog kennt",
    "first-pull": "Niemand kannte hier seinen Digest: Der seiner Quelle ist jetzt festgehalten (beim ersten Holen)",
    import: "Sein Digest ist der der Datei, wie sie übernommen wurde",
  },
  licence: (name) => `Lizenz: ${name}`,
  licenceAsks: (model, name) => `${model} steht unter der ${name}. Sie muss angenommen werden, bevor es geholt wird.`,
  limits: {
    noncommercial: "nicht für gewerbliche Nutzung",
    terms: "hat eigene Bedingungen",
    attribution: "will, dass die Urheber genannt werden",
    "prohibited-uses": "verbietet bestimmte Verwendungen",
    "large-services": "sehr große Dienste brauchen eine eigene Lizenz",
    revenue: "frei nur unter einem bestimmten Jahresumsatz",
    unknown: "Kralle nicht bekannt",
  },
  licenceText: (url) => `Ihr Text, der allein gilt: ${url}`,
  accept: "Nehmen Sie sie an? [j/N] ",
};
