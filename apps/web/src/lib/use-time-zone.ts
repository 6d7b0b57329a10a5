import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The viewer's time zone (IANA name); UTC until the browser has taken over. */
export const useTimeZone = (): string =>
  useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
