import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The projector beside a model file, as publishers put it there (`mmproj-….gguf`); null when there is none, or several. */
export async function findProjector(modelPath: string): Promise<string | null> {
  const folder = dirname(modelPath);
  const names = await readdir(folder).catch((): string[] => []); // the model itself says what is wrong
  const [first, ...more] = names.filter((name) => /^mmproj.*\.gguf$/i.test(name));
  return first === undefined || more.length > 0 ? null : join(folder, first);
}
