import type { Moved } from "../types.ts";

const [WIDTH, HEIGHT, EDGE] = [160, 40, 4];
const BARS = "▁▂▃▄▅▆▇█";

/** The last days as one line of bars. */
export function toSparkline({ points }: Pick<Moved, "points">): string {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = (value: number): number => (high === low ? 3 : Math.round(((value - low) / (high - low)) * 7));
  return values.map((value) => BARS[step(value)]).join("");
}

/** The last days as a line, the usual range as a band behind it, the value that is told of as a dot. Nothing in it is foreign. */
export function toSvg({ points, low, high }: Pick<Moved, "points" | "low" | "high">): string {
  const values = points.map(({ value }) => value);
  const [bottom, top] = [Math.min(low, ...values), Math.max(high, ...values)];
  const y = (value: number): number => {
    const share = top === bottom ? 0.5 : (value - bottom) / (top - bottom);
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE));
  };
  const x = (at: number): number => round(EDGE + (at / Math.max(1, values.length - 1)) * (WIDTH - 2 * EDGE));
  const line = values.map((value, at) => `${x(at)},${y(value)}`).join(" ");
  const band = `<rect x="0" y="${y(high)}" width="${WIDTH}" height="${round(y(low) - y(high))}" fill="#8885" />`;
  const dot = `<circle cx="${x(values.length - 1)}" cy="${y(values.at(-1) ?? 0)}" r="3" fill="#c2410c" />`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">` +
    `${band}<polyline points="${line}" fill="none" stroke="currentColor" stroke-width="1.5" />${dot}</svg>`
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
