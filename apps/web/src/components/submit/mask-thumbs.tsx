import { useEffect, useRef } from "react";
import type { MaskThumb } from "./check-messages";

/** The first masks as they were understood: a wrong palette shows at a glance. */
export function MaskThumbs({ thumbs }: { thumbs: MaskThumb[] }) {
  return (
    <ul className="grid grid-cols-4 gap-2 sm:grid-cols-6" aria-label="First masks as understood">
      {thumbs.map((thumb) => (
        <li key={thumb.stem}>
          <Thumb thumb={thumb} />
        </li>
      ))}
    </ul>
  );
}

function Thumb({ thumb }: { thumb: MaskThumb }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { pixels, width, height } = thumb;
    canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [thumb]);
  return (
    <canvas
      ref={canvas}
      width={thumb.width}
      height={thumb.height}
      role="img"
      aria-label={thumb.stem}
      title={thumb.stem}
      className="aspect-square w-full rounded-lg bg-muted object-cover"
    />
  );
}
