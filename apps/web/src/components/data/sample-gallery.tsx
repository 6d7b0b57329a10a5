"use client";

import type { DataView as ChallengeData } from "@maskboard/contracts";
import { useState } from "react";

/** Training pictures; one slider blends all of them into their masks. */
export function SampleGallery({
  samples,
}: {
  samples: readonly ChallengeData["samples"][number][];
}) {
  const [blend, setBlend] = useState(0.45);
  return (
    <div className="grid gap-5">
      <label className="flex max-w-md items-center gap-3 text-sm">
        Picture
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={blend}
          aria-label="Blend the pictures into their masks"
          onChange={(event) => setBlend(Number(event.target.value))}
          className="min-w-0 flex-1 accent-primary"
        />
        Mask
      </label>
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
        {samples.map((sample) => (
          <li key={sample.image}>
            <figure className="grid gap-1.5">
              <div
                className="relative overflow-hidden rounded-xl bg-muted"
                style={{ aspectRatio: `${sample.width} / ${sample.height}` }}
              >
                <img
                  src={sample.image}
                  alt={`Sample ${sample.stem}`}
                  loading="lazy"
                  decoding="async"
                  className="absolute inset-0 size-full object-cover"
                />
                <img
                  src={sample.mask}
                  alt=""
                  loading="lazy"
                  decoding="async"
                  className="absolute inset-0 size-full object-cover"
                  style={{ opacity: blend }}
                />
              </div>
              <figcaption className="flex justify-between gap-2 text-xs text-muted-foreground">
                <span className="truncate">{sample.stem}</span>
                <span className="shrink-0">
                  {sample.width} × {sample.height}
                </span>
              </figcaption>
            </figure>
          </li>
        ))}
      </ul>
    </div>
  );
}
