/** What `follow` hears; `connected` tells that the line is there, or gone. */
interface Follower<T> {
  onEvent(event: T): void;
  onLine?(connected: boolean): void;
}

const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Server-sent events that survive a lost line, a restart of the gateway and a hidden tab. `after()` names the last event
 * that is known, so each is heard once. A hidden tab lets its line go: a browser has six per origin. Returns what ends it.
 */
export function follow<T>(path: string, after: () => number | null, { onEvent, onLine }: Follower<T>): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const close = (): void => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = (): void => {
    close();
    const known = after();
    source = new EventSource(known === null ? path : `${path}?after=${known}`);
    source.addEventListener("open", () => {
      failures = 0;
      onLine?.(true);
    });
    source.addEventListener("message", ({ data }: MessageEvent<string>) => onEvent(JSON.parse(data) as T));
    source.addEventListener("error", () => {
      onLine?.(false);
      // The browser's own retry would repeat the address of this opening; ours says what is known now.
      close();
      timer = setTimeout(open, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    });
  };
  const onVisible = (): void => {
    if (document.hidden) close();
    else if (!source) open();
  };
  document.addEventListener("visibilitychange", onVisible);
  if (!document.hidden) open();
  return () => {
    document.removeEventListener("visibilitychange", onVisible);
    close();
  };
}
