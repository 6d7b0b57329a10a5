import { useState } from "react";

const MOST = 16;

export interface PanZoom {
  scale: number;
  /** Offset of the picture's centre from the stage's, in CSS pixels. */
  x: number;
  y: number;
  zoom: (factor: number) => void;
  pan: (dx: number, dy: number) => void;
  reset: () => void;
}

/** Scale 1 shows the whole picture; it can be moved while it is larger than that. */
export function usePanZoom(): PanZoom {
  const [state, setState] = useState({ scale: 1, x: 0, y: 0 });
  return {
    ...state,
    zoom: (factor) =>
      setState(({ scale, x, y }) => {
        const next = Math.min(MOST, Math.max(1, scale * factor));
        const ratio = next === 1 ? 0 : next / scale;
        return { scale: next, x: x * ratio, y: y * ratio };
      }),
    pan: (dx, dy) =>
      setState((old) => (old.scale > 1 ? { ...old, x: old.x + dx, y: old.y + dy } : old)),
    reset: () => setState({ scale: 1, x: 0, y: 0 }),
  };
}
