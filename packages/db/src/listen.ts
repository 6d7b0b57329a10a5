import pg from "pg";
import { type Change, changeSchema, NOTIFY_CHANNEL } from "./notify.ts";

const RETRY_MS = 1_000;

export interface Listener {
  close(): Promise<void>;
}

export interface ListenHandlers {
  onChange(change: Change): void;
  /** After a lost connection came back: changes may have been missed. */
  onReconnect?(): void;
}

/**
 * Hears of changes over one connection of its own, which is opened again when it breaks.
 * Resolves when the first connection listens.
 */
export async function listen(url: string, handlers: ListenHandlers): Promise<Listener> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: "maskboard-listen",
    });
    next.on("notification", ({ payload }) => {
      const change = changeSchema.safeParse(JSON.parse(payload ?? "null"));
      if (change.success) handlers.onChange(change.data);
    });
    next.on("error", () => next.end().catch(() => undefined));
    next.once("end", () => {
      if (client === next) reconnectLater();
    });
    await next.connect();
    await next.query(`listen ${NOTIFY_CHANNEL}`);
    client = next;
  };

  const reconnectLater = (): void => {
    client = null;
    if (closed) return;
    timer = setTimeout(() => {
      connect().then(() => handlers.onReconnect?.(), reconnectLater);
    }, RETRY_MS);
  };

  await connect();
  return {
    close: async () => {
      closed = true;
      if (timer) clearTimeout(timer);
      await client?.end();
    },
  };
}
