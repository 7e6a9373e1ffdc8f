export interface TaskRecord {
  variant: string;
  id: string;
  workspace: string;
  frozen: boolean;
  kind: string;
  lang: string;
  ok: boolean;
  faults: string[];
  seconds: number;
  steps: number;
  calls: number;
  tokens: number;
  stopped: string;
}

/** Wilson score interval, 95 %: lower and upper share (Wilson 1927). */
function interval(hits: number, n: number): [number, number] {
  if (n === 0) return [0, 1];
  const z = 1.96;
  const p = hits / n;
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length === 0
    ? 0
    : sorted.length % 2 === 1
      ? (sorted[middle] ?? 0)
      : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

function line(name: string, records: TaskRecord[]): string {
  const hits = records.filter((record) => record.ok).length;
  const [low, high] = interval(hits, records.length);
  const cells = [
    name.padEnd(22),
    `${hits}/${records.length}`.padStart(7),
    percent(records.length === 0 ? 0 : hits / records.length).padStart(6),
    `${percent(low)}-${percent(high)}`.padStart(13),
    median(records.map((record) => record.seconds))
      .toFixed(1)
      .padStart(8),
    median(records.map((record) => record.steps))
      .toFixed(0)
      .padStart(6),
    (records.reduce((total, record) => total + record.calls, 0) / Math.max(1, records.length)).toFixed(1).padStart(6),
    percent(records.filter((record) => record.calls === 0).length / Math.max(1, records.length)).padStart(8),
    median(records.map((record) => record.tokens))
      .toFixed(0)
      .padStart(8),
  ];
  return cells.join(" ");
}

/** Success per kind, workspace group and language; medians of seconds, steps and tokens; calls and share without any. */
export function report(variant: string, records: TaskRecord[]): string {
  const head = `${variant.padEnd(22)}      ok  share  95 % interval  med. s  steps  calls  no call  tokens`;
  const by = (key: (record: TaskRecord) => string) =>
    [...Map.groupBy(records, key).entries()]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, group]) => line(`  ${name}`, group));
  return [
    head,
    line("all", records),
    ...by((record) => record.kind),
    ...by((record) => (record.frozen ? "frozen workspaces" : "tuning workspaces")),
    ...by((record) => (record.lang === "de" ? "German" : "English")),
  ].join("\n");
}
