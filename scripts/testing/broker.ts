import { systemClock, type Net, type Purpose } from "../../src/core/index.ts";
import { createBroker } from "../../src/guard/index.ts";

/** The real broker, which lets every purpose reach whatever it asks for: for tests of those who use the network. */
export function openNet(): Net {
  const broker = createBroker({
    grants: async ({ purpose, host, port }) =>
      purpose === null ? [] : [{ purpose, host, port, reach: "any", follows: "public", readOnly: false }],
    isLocked: () => false,
    record: () => undefined,
    clock: systemClock,
  });
  const netFor = (purpose: Purpose | null): Net => {
    const net = async (): Promise<Net> => (purpose === null ? broker : (await broker).for(purpose));
    return {
      for: netFor,
      fetch: async (input, init) => (await net()).fetch(input, init),
      connect: async (to, signal) => (await net()).connect(to, signal),
      resolve: async (to, signal) => (await net()).resolve(to, signal),
      records: async (of) => (await net()).records(of),
      entrust: async (program, work) => (await net()).entrust(program, work),
    };
  };
  return netFor(null);
}
