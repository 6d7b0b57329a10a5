"use client";

import { type PointerEvent, useRef } from "react";
import { cn } from "@/lib/cn";

interface PictureStripProps {
  pictures: { image: string; mask: string }[];
  className?: string;
}

/**
 * Real images in a row; a soft edge follows the pointer, and left of it the masks show. A range
 * input over the whole strip gives the same to keyboards and fingers.
 */
export function PictureStrip({ pictures, className }: PictureStripProps) {
  const root = useRef<HTMLDivElement>(null);

  function reveal(share: number) {
    root.current?.style.setProperty("--reveal", `${share * 100}%`);
  }

  function follow(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    reveal((event.clientX - box.left) / box.width);
  }

  return (
    <div
      ref={root}
      onPointerMove={follow}
      className={cn(
        "relative h-40 touch-pan-y overflow-hidden rounded-2xl bg-muted sm:h-56 2xl:h-64",
        "has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-primary",
        className,
      )}
      style={{ "--reveal": "36%" } as React.CSSProperties}
    >
      <Row pictures={pictures} kind="image" />
      <Row
        pictures={pictures}
        kind="mask"
        className="[mask-image:linear-gradient(90deg,#000_calc(var(--reveal)-7%),transparent_calc(var(--reveal)+7%))]"
      />
      <input
        type="range"
        min={-0.07}
        max={1.07}
        step={0.01}
        defaultValue={0.36}
        aria-label="Blend the pictures into their masks"
        onInput={(event) => reveal(Number(event.currentTarget.value))}
        className="absolute inset-0 size-full cursor-ew-resize touch-pan-y opacity-0"
      />
    </div>
  );
}

function Row({ pictures, kind, className }: PictureStripProps & { kind: "image" | "mask" }) {
  return (
    <div aria-hidden className={cn("absolute inset-0 flex gap-px", className)}>
      {pictures.map((picture) => (
        <img
          key={picture.image}
          src={picture[kind]}
          alt=""
          draggable={false}
          decoding="async"
          className="aspect-square h-full min-w-0 shrink-0 grow object-cover"
        />
      ))}
    </div>
  );
}
