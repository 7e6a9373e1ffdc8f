/** Wörter zu `kralle up`. */
export const up = {
  ready: (url: string, ms: number) =>
    `Kralle bedient ${url} (bereit nach ${(ms / 1000).toFixed(1).replace(".", ",")} s). Strg-C beendet es.`,
  ending: "Kralle hört auf; was noch läuft, geht beim nächsten Start weiter.",
  noPort: (port: string) => `${port} ist kein Port: höchstens 65535.`,
};
