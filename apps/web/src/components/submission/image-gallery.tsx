"use client";

import type { SubmissionView } from "@maskboard/contracts";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { plural, score } from "@/lib/format";

type ImageResult = NonNullable<SubmissionView["result"]>["perImage"][number];

interface ImageGalleryProps {
  images: ImageResult[];
}

const PAGE = 48;

const ImageViewer = dynamic(() => import("./image-viewer").then((module) => module.ImageViewer), {
  ssr: false,
});

/** The public images from the worst to the best; each opens in the viewer. */
export function ImageGallery({ images }: ImageGalleryProps) {
  const [shown, setShown] = useState(PAGE);
  const [open, setOpen] = useState<number | null>(null);
  const sorted = useMemo(
    () => [...images].sort((a, b) => (a.meanIou ?? 2) - (b.meanIou ?? 2)),
    [images],
  );
  return (
    <>
      <ol className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-x-3 gap-y-5">
        {sorted.slice(0, shown).map((image, index) => (
          <li key={image.stem}>
            <button
              type="button"
              onClick={() => setOpen(index)}
              className="group grid w-full gap-1.5 rounded-lg text-left"
            >
              <img
                src={image.image}
                alt=""
                loading="lazy"
                decoding="async"
                className="aspect-square w-full rounded-lg bg-muted object-cover transition-opacity group-hover:opacity-85"
              />
              <span aria-hidden className="block h-1 rounded-full bg-muted">
                <span
                  className="block h-full rounded-full bg-foreground/65"
                  style={{ width: `${(image.meanIou ?? 0) * 100}%` }}
                />
              </span>
              <span className="flex items-baseline justify-between gap-2 text-xs">
                <span className="truncate text-muted-foreground">{image.stem}</span>
                <span className="font-semibold">{score(image.meanIou, 3)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {shown < sorted.length ? (
        <Button
          variant="outline"
          className="justify-self-center"
          onClick={() => setShown(shown + PAGE)}
        >
          Show {plural(Math.min(PAGE, sorted.length - shown), "more image")}
        </Button>
      ) : null}
      {open !== null && sorted[open] ? (
        <ImageViewer
          key={sorted[open].stem}
          image={sorted[open]}
          place={`${open + 1} of ${sorted.length}`}
          onClose={() => setOpen(null)}
          onStep={(step) => setOpen(Math.min(sorted.length - 1, Math.max(0, open + step)))}
        />
      ) : null}
    </>
  );
}
