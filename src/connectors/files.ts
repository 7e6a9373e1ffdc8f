import { createHash, randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import { dirname, isAbsolute, join, sep } from "node:path";
import { z } from "zod";
import { AppError } from "../core/index.ts";
import { toFault, type EffectAdapter } from "../durable/index.ts";

const file = z.object({ path: z.string().min(1), content: z.string() });

/**
 * Writes files in a folder outside of any workspace: whole, by one rename. Whether it happened is asked of the content's SHA-256, which is
 * the receipt. The folder must be the owner's: nobody else may change what it is while this writes.
 */
export function createFileAdapter(root: string): EffectAdapter {
  return {
    effectClass: "queryable",
    async act({ arguments: given, key }) {
      const target = toTarget(root, given);
      if (target instanceof AppError) return { outcome: "refused", fault: toFault(target) };
      const temporary = join(
        dirname(target.path),
        `.${createHash("sha256").update(key).digest("hex").slice(0, 16)}.${randomUUID()}.tmp`,
      );
      try {
        const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
        const handle = await open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
        try {
          await handle.writeFile(target.content);
          await handle.sync();
        } finally {
          await handle.close();
        }
      } catch (thrown) {
        await rm(temporary, { force: true });
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        return { outcome: "refused", fault: { code: "E_EFFECT_FAILED", message } }; // its name was never given
      }
      await rename(temporary, target.path);
      await syncFolder(dirname(target.path));
      return { outcome: "done", receipt: { sha256: sha256Of(target.content) } };
    },
    async query({ arguments: given }) {
      const target = toTarget(root, given);
      if (target instanceof AppError) throw target;
      const there = await readFile(target.path).catch((thrown: unknown) => {
        if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return null;
        throw thrown;
      });
      const sha256 = sha256Of(target.content);
      return there !== null && sha256Of(there) === sha256 ? { sha256 } : null;
    },
  };
}

function toTarget(root: string, given: unknown): { path: string; content: string } | AppError {
  const parsed = file.safeParse(given);
  if (!parsed.success) return new AppError("E_INPUT", "It is not said which file is to be written.");
  const { path, content } = parsed.data;
  const isInside = !isAbsolute(path) && !path.includes("\0") && !path.split(/[/\\]/u).includes("..");
  if (!isInside) return new AppError("E_OUTSIDE_WORKSPACE", "The file is to be written outside of its folder.");
  return { path: join(root, ...path.split(/[/\\]/u).join(sep).split(sep)), content };
}

const sha256Of = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
