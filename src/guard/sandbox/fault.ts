import { AppError } from "../../core/index.ts";

/** Nothing has run: bubblewrap itself did not start. */
export function toSandboxFault(reason: string, cause?: unknown): AppError {
  return new AppError("E_SANDBOX_FAILED", `The sandbox could not be started: ${reason.trim() || "no reason given"}.`, {
    hint:
      "Check that your system allows unprivileged user namespaces (kernel.unprivileged_userns_clone, " +
      "kernel.apparmor_restrict_unprivileged_userns), and that the folder for temporary files can be entered by all.",
    cause,
  });
}
