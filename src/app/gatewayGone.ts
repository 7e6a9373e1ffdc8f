import { AppError } from "../core/index.ts";

/** The gateway ended in the middle. A request that is on disk goes on without its caller. */
export function gatewayGone(accepted: { session: string; message: string } | null, cause?: unknown): AppError {
  if (accepted === null) return new AppError("E_GATEWAY_GONE", "The gateway cannot be reached any more.", { cause });
  const { session } = accepted;
  return new AppError("E_GATEWAY_GONE", "The gateway ended while it worked on this.", {
    hint: `It goes on at its next start: \`kralle chat --session ${session}\` shows it.`,
    cause,
    data: { ...accepted },
  });
}
