import type { encoder as english } from "../en/encoder.ts";

export const encoder: typeof english = {
  name: "Encoder",
  found: ({ name, bytes, state, share, reason }, format) =>
    ({
      unneeded: "nicht nötig: Kein Postfach ist verbunden",
      here: `${name} ist da: Mails werden nach ihrem Sinn beurteilt`,
      fetching: `${name} (${format.size(Number(bytes))}) wird geholt: ${format.percent(Number(share))}`,
      failed: `${name} konnte nicht geholt werden: ${reason}`,
      off: `${name} wird nicht geholt, so sagen es die Einstellungen: Mails werden nur nach ihren Wörtern beurteilt`,
      locked: `${name} ist nicht hier, und die Privatsperre lässt nichts holen: Mails werden nur nach ihren Wörtern beurteilt`,
      offline: `${name} ist nicht hier, und KRALLE_OFFLINE lässt nichts holen: Mails werden nur nach ihren Wörtern beurteilt`,
      unset: `${name} ist nicht hier: Mails werden nur nach ihren Wörtern beurteilt`,
      waiting: `${name} (${format.size(Number(bytes))}) wird mit der nächsten Mail geholt`,
    })[String(state)] ?? String(state),
  next: "Er kommt von selbst, solange `kralle up` läuft; sofort mit `kralle models pull multilingual-e5-small`.",
};
