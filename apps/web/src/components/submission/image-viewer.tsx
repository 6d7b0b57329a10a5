"use client";

import type { SegmentationClass, SubmissionView } from "@maskboard/contracts";
import { ChevronLeftIcon, ChevronRightIcon, MinusIcon, PlusIcon } from "lucide-react";
import { useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { score } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useClasses } from "./classes-context";
import { PixelStage } from "./pixel-stage";
import { usePanZoom } from "./use-pan-zoom";
import { usePrediction } from "./use-prediction";

interface ImageViewerProps {
  image: NonNullable<SubmissionView["result"]>["perImage"][number];
  /** `3 of 40`. */
  place: string;
  onClose: () => void;
  /** Goes to the image before (-1) or after (1) this one. */
  onStep: (step: -1 | 1) => void;
}

interface Readout {
  x: number;
  y: number;
  label: number;
}

/** An image under the own prediction: blend, zoom, and read the class of any pixel. */
export function ImageViewer({ image, place, onClose, onStep }: ImageViewerProps) {
  const { classes, rgbMasks } = useClasses();
  const [opacity, setOpacity] = useState(0.6);
  const [readout, setReadout] = useState<Readout | null>(null);
  const { data: mask, error } = usePrediction(image.prediction, classes, rgbMasks);
  const view = usePanZoom();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={image.stem}
        description={`Mean IoU ${score(image.meanIou)} · ${place}, from the worst. The truth of test images stays hidden.`}
        className="max-w-4xl"
      >
        {error ? <ProblemNote problem={toProblem(error)} /> : null}
        <PixelStage
          image={image.image}
          mask={mask ?? null}
          classes={classes}
          opacity={opacity}
          view={view}
          onPixel={setReadout}
        />
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <label className="flex min-w-48 flex-1 items-center gap-3 text-sm">
            Image
            <input
              type="range"
              min={0}
              max={1}
              step={0.01}
              value={opacity}
              aria-label="Strength of the prediction over the image"
              onChange={(event) => setOpacity(Number(event.target.value))}
              className="min-w-0 flex-1 accent-primary"
            />
            Prediction
          </label>
          <div className="flex items-center gap-1">
            <Button
              variant="ghost"
              size="icon"
              aria-label="Zoom out"
              onClick={() => view.zoom(0.5)}
            >
              <MinusIcon aria-hidden />
            </Button>
            <span className="w-12 text-center text-sm">{Math.round(view.scale * 100)} %</span>
            <Button variant="ghost" size="icon" aria-label="Zoom in" onClick={() => view.zoom(2)}>
              <PlusIcon aria-hidden />
            </Button>
          </div>
          <div className="flex gap-1">
            <Button
              variant="outline"
              size="icon"
              aria-label="Image before"
              onClick={() => onStep(-1)}
            >
              <ChevronLeftIcon aria-hidden />
            </Button>
            <Button
              variant="outline"
              size="icon"
              aria-label="Image after"
              onClick={() => onStep(1)}
            >
              <ChevronRightIcon aria-hidden />
            </Button>
          </div>
        </div>
        <ReadoutLine readout={readout} classes={classes} />
      </DialogContent>
    </Dialog>
  );
}

function ReadoutLine({
  readout,
  classes,
}: {
  readout: Readout | null;
  classes: SegmentationClass[];
}) {
  const found = classes.find(({ id }) => id === readout?.label);
  return (
    <p aria-live="polite" className="flex h-6 items-center gap-2 text-sm">
      {readout ? (
        <>
          <i
            aria-hidden
            className="size-3 rounded-[3px] border border-line"
            style={{ background: found?.color }}
          />
          <span className="font-medium">{found?.name ?? `no class (${readout.label})`}</span>
          <span className="text-muted-foreground">
            x {readout.x}, y {readout.y}
          </span>
        </>
      ) : (
        <span className="text-muted-foreground">
          Point at a pixel, or focus the picture and use the arrow keys. + and − zoom.
        </span>
      )}
    </p>
  );
}
