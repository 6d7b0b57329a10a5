import { useEffect, useRef } from "react";

/** Runs `action` now or, when it ran just before, once the pause is over. */
export function useThrottled(action: () => void, pauseMs: number): () => void {
  const state = useRef({ last: 0, timer: 0, action });
  useEffect(() => {
    state.current.action = action;
  });
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return () => {
    const current = state.current;
    clearTimeout(current.timer);
    const wait = Math.max(0, current.last + pauseMs - Date.now());
    current.timer = window.setTimeout(() => {
      current.last = Date.now();
      current.action();
    }, wait);
  };
}
