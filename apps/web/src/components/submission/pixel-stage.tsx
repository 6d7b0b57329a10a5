import type { SegmentationClass } from "@maskboard/contracts";
import type { DecodedMask } from "@maskboard/data/check";
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { colorize, colorTable } from "@/lib/colorize";
import type { PanZoom } from "./use-pan-zoom";

interface PixelStageProps {
  image: string;
  mask: DecodedMask | null;
  classes: SegmentationClass[];
  opacity: number;
  view: PanZoom;
  onPixel: (pixel: { x: number; y: number; label: number } | null) => void;
}

const STEPS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The picture with the mask over it. Dragging moves it, the wheel zooms, arrow keys read pixels. */
export function PixelStage({ image, mask, classes, opacity, view, onPixel }: PixelStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState<{ x: number; y: number } | null>(null);
  const { zoom } = view;

  useEffect(() => {
    if (!mask) return;
    const { width, height, pixels } = colorize(mask, colorTable(classes));
    canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [mask, classes]);

  useEffect(() => {
    // React listens to wheels passively, so that the page would scroll too.
    const element = stage.current;
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.25 : 0.8);
    };
    element?.addEventListener("wheel", wheel, { passive: false });
    return () => element?.removeEventListener("wheel", wheel);
  }, [zoom]);

  function read(x: number, y: number) {
    if (!mask || x < 0 || y < 0 || x >= mask.width || y >= mask.height) return;
    onPixel({ x, y, label: mask.labels[y * mask.width + x] ?? -1 });
  }

  function point(event: PointerEvent<HTMLDivElement>) {
    if (event.buttons === 1) view.pan(event.movementX, event.movementY);
    const box = canvas.current?.getBoundingClientRect();
    if (!mask || !box) return;
    setCursor(null);
    read(
      Math.floor(((event.clientX - box.left) / box.width) * mask.width),
      Math.floor(((event.clientY - box.top) / box.height) * mask.height),
    );
  }

  function press(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (step && mask) {
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      const from = cursor ?? { x: mask.width >> 1, y: mask.height >> 1 };
      const x = Math.min(mask.width - 1, Math.max(0, from.x + step[0] * far));
      const y = Math.min(mask.height - 1, Math.max(0, from.y + step[1] * far));
      setCursor({ x, y });
      read(x, y);
    } else if (event.key === "+" || event.key === "=") view.zoom(2);
    else if (event.key === "-") view.zoom(0.5);
    else if (event.key === "0") view.reset();
  }

  return (
    <div
      ref={stage}
      role="application"
      aria-label="Image with prediction: arrow keys read pixels, plus and minus zoom"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: pixels are read by keyboard
      tabIndex={0}
      onKeyDown={press}
      onPointerMove={point}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerLeave={() => onPixel(null)}
      className={cn(
        "grid h-[min(60vh,40rem)] touch-none place-items-center overflow-hidden rounded-xl bg-muted",
        view.scale > 1 ? "cursor-grab active:cursor-grabbing" : "cursor-crosshair",
      )}
    >
      <div
        className="relative h-full max-w-full"
        style={{
          aspectRatio: mask ? `${mask.width} / ${mask.height}` : "1",
          transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        }}
      >
        <img
          src={image}
          alt=""
          draggable={false}
          className={cn("absolute inset-0 size-full", view.scale > 3 && "pixelated")}
        />
        <canvas
          ref={canvas}
          width={mask?.width ?? 1}
          height={mask?.height ?? 1}
          className="pixelated absolute inset-0 size-full"
          style={{ opacity }}
        />
        {cursor && mask ? (
          <span
            aria-hidden
            className="absolute size-3 -translate-1/2 rounded-full border-2 border-white outline-1 outline-black"
            style={{
              left: `${((cursor.x + 0.5) / mask.width) * 100}%`,
              top: `${((cursor.y + 0.5) / mask.height) * 100}%`,
              scale: 1 / view.scale,
            }}
          />
        ) : null}
      </div>
    </div>
  );
}
