import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Net } from "../../src/core/index.ts";

/** The network straight through to the platform, for benches and tests that are not about the broker. */
export const plainNet: Net = {
  for: () => plainNet,
  fetch: (input, init) => fetch(input, init),
  connect: async ({ host, port, tls }) => (tls ? connectTls({ host, port }) : connect({ host, port })),
  resolve: async ({ host, port }) => [{ address: host, family: 4, port, serverName: host }],
  records: () => Promise.resolve([]),
  entrust: (_program, work) => work(new AbortController().signal),
};

const refuse = (): Promise<never> => Promise.reject(new Error("There is no network in this test."));

/** Nobody may go out. */
export const noNet: Net = {
  for: () => noNet,
  fetch: refuse,
  connect: refuse,
  resolve: refuse,
  records: refuse,
  entrust: refuse,
};
