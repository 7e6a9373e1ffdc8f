import type { Context } from "../../../../core/index.ts";
import type { Offer, PullLimits } from "../../types.ts";
import { Download, toReason, type RemoteFile } from "./download.ts";
import { parallelPieces } from "./parallel.ts";

/**
 * Offers a file of a server from `offset` on. What is left of a large file comes over several connections, unless the
 * server ignores `Range`: then it sends everything once, and what is here already is passed over.
 */
export async function openRemote(
  file: RemoteFile,
  offset: number,
  limits: PullLimits,
  onPending: (bytes: number) => void,
  ctx: Context,
): Promise<Offer> {
  const download = new Download(file, limits);
  const total = file.bytes;
  const isLarge = total - offset >= limits.parallelFromBytes && limits.connections > 1;
  const end = isLarge ? Math.min(total, offset + limits.rangeBytes) : total;
  try {
    const first = await download.connect(offset, end, limits.probeMs, ctx);
    const pieces =
      isLarge && first.response.status === 206
        ? parallelPieces(download, first, { offset, total }, limits, onPending, ctx)
        : download.pieces(first, offset, total, ctx);
    return { kind: "pieces", pieces };
  } catch (thrown) {
    ctx.signal.throwIfAborted();
    return { kind: "unavailable", reason: toReason(thrown) };
  }
}
