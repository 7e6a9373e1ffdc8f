import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { AppError } from "../../../src/core/index.ts";
import {
  findLicence,
  isQuantisation,
  listModels,
  parseReference,
  quantisationOf,
  searchCatalogue,
} from "../../../src/models/catalogue/index.ts";
import { toCandidates } from "../../../src/models/install/candidates.ts";
import { findNamed, type Named } from "../../../src/models/install/named.ts";
import { pickFiles } from "../../../src/models/install/resolve/hubFiles.ts";

const DIGEST = "ab".repeat(32);

describe("what a name stands for", () => {
  test("every model of the catalogue can be fetched from somewhere, and is found by its own name", () => {
    assert.ok(listModels().length >= 63);
    for (const { id, name } of listModels()) {
      for (const asked of [id, name]) {
        const { starter, candidates } = toCandidates(parseReference(asked), null, null);
        assert.ok(starter !== null || candidates.length > 0, asked);
      }
      assert.equal(searchCatalogue([id])[0]?.id, id);
    }
  });

  test("names of the hub and of the registry, with their parts", () => {
    const hub = (repo: string, pick: string | null = null, revision: string | null = null) => {
      return { kind: "hub", repo, revision, pick };
    };
    assert.deepEqual(parseReference("hf:a/B-GGUF"), hub("a/B-GGUF"));
    assert.deepEqual(parseReference("hf.co/a/b@v1:q8_0"), hub("a/b", "Q8_0", "v1"));
    assert.deepEqual(parseReference("hf:a/b:sub dir/x-Q4_0.gguf"), hub("a/b", "sub dir/x-Q4_0.gguf"));
    const registry = (namespace: string, model: string, tag: string, host: string | null = null) => {
      return { kind: "ollama", host, namespace, model, tag };
    };
    assert.deepEqual(parseReference("ollama:qwen3"), registry("library", "qwen3", "latest"));
    assert.deepEqual(parseReference("ollama:me/x:1b"), registry("me", "x", "1b"));
    assert.deepEqual(parseReference("ollama:localhost:5000/me/x:1b"), registry("me", "x", "1b", "localhost:5000"));
    const wrong = ["hf:a/b:../x.gguf", "hf:a/b:/etc/x.gguf", "hf:a/../b", "hf:a/b:x.bin", "ollama:", "ollama:../x"];
    for (const name of wrong) assert.throws(() => parseReference(name), AppError, name);
  });

  test("whatever is typed is a reference or a clear error, and no path of it leads upwards", () => {
    const word = fc.oneof(fc.string({ maxLength: 60 }), fc.stringMatching(/^(hf|ollama):[\w./:@ -]{0,60}$/));
    fc.assert(
      fc.property(word, (name) => {
        try {
          const reference = parseReference(name);
          const text = JSON.stringify(reference.kind === "catalogue" ? reference.model.id : reference);
          assert.ok(!/(?:^|[/"])\.\.(?:[/"]|$)/.test(text), text);
        } catch (thrown) {
          assert.ok(thrown instanceof AppError && ["E_INPUT", "E_MODEL_UNKNOWN"].includes(thrown.code), String(thrown));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("quantisations are read out of file names", () => {
    const names: [string, string | null][] = [
      ["Qwen3-8B-Q4_K_M", "Q4_K_M"],
      ["gpt-oss-20b-mxfp4", "MXFP4"],
      ["model.Q8_0", "Q8_0"],
      ["UD-IQ2_XXS/x-UD-IQ2_XXS-of-00002", "UD-IQ2_XXS"],
      ["phi-4-bf16", "BF16"],
      ["qwen2.5-coder-1.5b-instruct", null],
    ];
    for (const [name, label] of names) assert.equal(quantisationOf(name), label, name);
    assert.ok(isQuantisation("q5_k_s") && !isQuantisation("8b") && !isQuantisation("best"));
  });

  test("of a repository the usual quantisation is taken; projectors, statistics and torn splits are passed over", () => {
    const file = (path: string, sha256: string | null = DIGEST) => ({ path, bytes: 1, sha256 });
    const files = [
      file("mmproj-x-f16.gguf"),
      file("imatrix.gguf"),
      file("x-Q8_0.gguf"),
      file("x-Q5_K_M-00001-of-00002.gguf"),
      file("x-Q6_K.gguf", null),
    ];
    assert.equal(pickFiles(files, null, "a/x").quantisation, "Q8_0");
    assert.throws(() => pickFiles(files, "Q5_K_M", "a/x"), /has no Q5_K_M/);
    const whole = [...files, file("x-Q5_K_M-00002-of-00002.gguf")];
    assert.equal(pickFiles(whole, "x-Q5_K_M-00002-of-00002.gguf", "a/x").files.length, 2);
    assert.throws(() => pickFiles([], null, "a/x"), /has no GGUF file/);
    const odd = [
      "../x-Q4_0.gguf",
      "a\\..\\x-Q4_0.gguf",
      "C:x-Q4_0.gguf",
      ".x-Q4_0.gguf",
      "x\u0000-Q4_0.gguf",
      "/x-Q4_0.gguf",
    ];
    assert.throws(
      () =>
        pickFiles(
          odd.map((path) => file(path)),
          null,
          "a/x",
        ),
      /has no GGUF file/,
    );
  });
});

describe("licences", () => {
  test("of the catalogue: which ask for consent", () => {
    const asking = listModels().filter(({ id, catalogue }) => findLicence(catalogue?.licence ?? null, id)?.consent);
    const ids = new Set(asking.map(({ id }) => id));
    for (const id of ["gemma3-4b", "llama3.2-3b", "exaone4-32b", "qwen2.5-coder-3b", "lfm2-24b-a2b", "minimax-m2.5"]) {
      assert.ok(ids.has(id), id);
    }
    for (const id of ["qwen3-8b", "phi4-14b", "gpt-oss-20b", "deepseek-r1-distill-qwen-7b", "smollm2-135m"]) {
      assert.ok(!ids.has(id), id);
    }
    assert.equal(findLicence("MIT (Llama distills …)", "deepseek-r1-distill-llama-70b")?.id, "llama3.3");
  });

  test("of the hub, by the words that it has for them; one that nobody knows asks, none at all does not", () => {
    const known: [string, string, boolean][] = [
      ["apache-2.0", "apache-2.0", false],
      ["llama3.1", "llama3.1", true],
      ["cc-by-nc-4.0", "cc-by-nc", true],
      ["gemma", "gemma", true],
      ["mit", "mit", false],
    ];
    for (const [name, id, consent] of known) {
      const found = findLicence(name);
      assert.deepEqual([found?.id, found?.consent], [id, consent], name);
    }
    assert.deepEqual(findLicence("Firm's Own Licence")?.limits, ["unknown"]);
    assert.equal(findLicence(null), null);
  });
});

describe("which installed model is meant", () => {
  const model = (
    id: string,
    digit: string,
    origin: "hub" | "ollama" | "file",
    reference: string | null = null,
  ): Named => {
    return { id, name: id, sha256: digit.repeat(64), details: { origin, reference } };
  };
  const models = [
    model("qwen3-8b", "a", "hub", "hf:Qwen/Qwen3-8B-GGUF"),
    model("qwen3:8b", "b", "ollama", "ollama:qwen3:8b"),
    model("mine", "c", "file"),
    model("smol:latest", "d", "ollama", "ollama:smol:latest"),
  ];
  const found = (name: string) => findNamed(models, name)?.sha256[0] ?? null;

  test("by name, whole name, source and name, the beginning of a digest", () => {
    const names: [string, string | null][] = [
      ["Mine", "c"],
      ["hf:Qwen/Qwen3-8B-GGUF", "a"],
      ["ollama:qwen3:8b", "b"],
      ["hub:qwen3-8b", "a"],
      ["hf:qwen3 8b", "a"],
      ["smol", "d"],
      ["sha256:cccccccc", "c"],
      ["cccccccc", "c"],
      ["ccc", null],
      ["qwen", null],
      ["", null],
    ];
    for (const [name, digit] of names) assert.equal(found(name), digit, name);
  });

  test("two with one name are told apart", () => {
    assert.throws(() => found("qwen3-8b"), {
      code: "E_MODEL_UNKNOWN",
      hint: "Say which: hub:qwen3-8b, ollama:qwen3:8b.",
    });
    const same = [model("x", "a", "hub"), model("x", "b", "hub")];
    assert.throws(() => findNamed(same, "x"), { hint: /Say which: sha256:a{12}, sha256:b{12}/ });
  });
});
