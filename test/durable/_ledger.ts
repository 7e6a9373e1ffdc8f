/** Steps of which a ledger says that they began again after their result had been recorded. */
export function doneTwice(lines: readonly string[]): string[] {
  const recorded = new Set<string>();
  const twice: string[] = [];
  for (const line of lines) {
    const [what = "", step = ""] = line.split(" ");
    if (what === "recorded") recorded.add(step);
    else if (recorded.has(step)) twice.push(step);
  }
  return twice;
}
