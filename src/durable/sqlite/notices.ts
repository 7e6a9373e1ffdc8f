export interface Notice {
  channel: string;
  payload: string;
}

export interface Listener {
  emit(event: "notification", notice: Notice): unknown;
}

/**
 * LISTEN and NOTIFY within one process. As in PostgreSQL, what is sent inside a transaction is delivered after its commit and
 * not at all after a rollback; delivery is in order and never before the sender's call has returned.
 */
export interface Notices {
  listen(listener: Listener, channel: string): void;
  forget(listener: Listener): void;
  /** Part of the transaction that is open, if one is. */
  send(notice: Notice): void;
  /** From a connection that is in no transaction, whoever else may be. */
  sendNow(notice: Notice): void;
  hold(): void;
  deliver(): void;
  drop(): void;
}

export function createNotices(): Notices {
  const listeners = new Map<Listener, Set<string>>();
  let held: Notice[] | null = null;
  const emit = (notices: readonly Notice[]): void => {
    if (notices.length === 0) return;
    setImmediate(() => {
      for (const notice of notices) {
        for (const [listener, channels] of listeners) {
          if (channels.has(notice.channel)) listener.emit("notification", notice);
        }
      }
    });
  };
  return {
    listen: (listener, channel) =>
      void listeners.set(listener, (listeners.get(listener) ?? new Set<string>()).add(channel)),
    forget: (listener) => void listeners.delete(listener),
    send: (notice) => {
      if (held) held.push(notice);
      else emit([notice]);
    },
    sendNow: (notice) => emit([notice]),
    hold: () => {
      held = [];
    },
    deliver: () => {
      const notices = held ?? [];
      held = null;
      emit(notices);
    },
    drop: () => {
      held = null;
    },
  };
}
