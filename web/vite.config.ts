import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { precompress } from "./build/precompress.ts";

const socket = process.env["KRALLE_SOCKET"];

// `npm run dev -w web` speaks to a running Kralle through the socket of its home: KRALLE_SOCKET=~/.kralle/run/kralle.sock
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [svelte(), precompress()],
  // Everything is a file of our own: the content policy allows no inline script, style or font.
  build: {
    outDir: process.env["KRALLE_WEB_OUT"] ?? "dist",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  ...(socket ? { server: { proxy: { "/api": { target: { socketPath: socket, host: "localhost", port: 80 } } } } } : {}),
});
