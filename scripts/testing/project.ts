import { fileURLToPath } from "node:url";

/** The project's folder, with a separator at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export function heading(text: string): void {
  console.log(`\n== ${text}`);
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
