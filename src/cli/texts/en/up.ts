/** Words about `kralle up`. */
export const up = {
  ready: (url: string, ms: number) => `Kralle serves ${url} (ready after ${(ms / 1000).toFixed(1)} s). Ctrl-C ends it.`,
  ending: "Kralle is ending; what still runs goes on at the next start.",
  noPort: (port: string) => `${port} is no port: at most 65535.`,
};
