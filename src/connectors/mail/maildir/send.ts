import { mkdir, open, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { EffectAdapter } from "../../../durable/index.ts";
import { composeLetter, toKeyWord } from "../compose.ts";

/**
 * Puts what is sent into `.Sent` of a Maildir, by one rename and under a name made of the key, so that it can be asked for. It goes
 * nowhere: for trying what Kralle would send.
 */
export function createMaildirSender(path: string): EffectAdapter {
  const sent = join(path, ".Sent");
  const nameOf = (key: string): string => `${toKeyWord(key)}.kralle`;
  const isThere = async (key: string): Promise<boolean> => {
    const names = await readdir(join(sent, "cur")).catch(() => []);
    return names.some((name) => name.startsWith(nameOf(key)));
  };
  return {
    effectClass: "queryable",
    async act(order) {
      const letter = await composeLetter(order);
      if (letter === null) {
        return { outcome: "refused", fault: { code: "E_INPUT", message: "This is no mail that can be sent." } };
      }
      for (const part of ["cur", "new", "tmp"]) await mkdir(join(sent, part), { recursive: true, mode: 0o700 });
      const name = nameOf(order.key);
      const temporary = join(sent, "tmp", name);
      const file = await open(temporary, "w", 0o600);
      try {
        await file.writeFile(letter.raw);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, join(sent, "cur", `${name}:2,S`));
      return { outcome: "done", receipt: { messageId: letter.messageId } };
    },
    query: async ({ key }) => ((await isThere(key)) ? { file: nameOf(key) } : null),
  };
}
