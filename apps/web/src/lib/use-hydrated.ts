import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the page is alive: before, a press on a form's button would bypass its handler. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
