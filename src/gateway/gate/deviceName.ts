const BROWSERS: [pattern: RegExp, name: string][] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\bChromium\//, "Chromium"],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
];

const SYSTEMS: [pattern: RegExp, name: string][] = [
  [/\bAndroid\b/, "Android"],
  [/\biPad\b/, "iPad"],
  [/\biPhone\b/, "iPhone"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bLinux\b/, "Linux"],
];

/** "Firefox, Linux" out of a User-Agent; of what the browser says nothing else is kept or shown. */
export function toDeviceName(agent: string): string {
  const text = agent.slice(0, 512);
  const find = (list: [RegExp, string][]): string[] =>
    list.filter(([pattern]) => pattern.test(text)).map(([, name]) => name);
  const parts = [find(BROWSERS)[0], find(SYSTEMS)[0]].filter((part) => part !== undefined);
  return parts.length === 0 ? "Browser" : parts.join(", ");
}
