import type { Finding } from "../../../app/index.ts";
import type { Format } from "../../terminal/format.ts";

/** How it stands with the encoder, for `kralle doctor` and `kralle inbox`. */
export const encoder = {
  name: "Encoder",
  found: ({ name, bytes, state, share, reason }: Finding["values"], format: Format): string =>
    ({
      unneeded: "not needed: no mailbox is connected",
      here: `${name} is here: mail is judged by what it means`,
      fetching: `${name} (${format.size(Number(bytes))}) is being fetched: ${format.percent(Number(share))}`,
      failed: `${name} could not be fetched: ${reason}`,
      off: `${name} is not fetched, as the settings say: mail is judged by its words alone`,
      locked: `${name} is not here, and the privacy lock lets nothing be fetched: mail is judged by its words alone`,
      offline: `${name} is not here, and KRALLE_OFFLINE lets nothing be fetched: mail is judged by its words alone`,
      unset: `${name} is not here: mail is judged by its words alone`,
      waiting: `${name} (${format.size(Number(bytes))}) is fetched with the next mail`,
    })[String(state)] ?? String(state),
  next: "It comes by itself while `kralle up` runs; at once with `kralle models pull multilingual-e5-small`.",
};
