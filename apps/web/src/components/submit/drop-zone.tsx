"use client";

import { FileArchiveIcon } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { bytes, plural } from "@/lib/format";

interface DropZoneProps {
  images: number;
  maxBytes: number;
  /** Models are taken too. */
  models: boolean;
  onFile: (file: File) => void;
}

export function DropZone({ images, maxBytes, models, onFile }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  const take = useRef(onFile);
  useEffect(() => {
    // A file may have been chosen before the page came alive.
    const [file] = input.current?.files ?? [];
    if (file) take.current(file);
  }, []);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  }

  return (
    <section
      aria-label="Choose a file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "grid justify-items-center gap-4 rounded-2xl border-2 border-dashed border-line-strong/50 px-6 py-16 text-center transition-colors sm:py-20",
        over && "border-primary bg-primary-soft",
      )}
    >
      <FileArchiveIcon className="size-9 text-muted-foreground" strokeWidth={1.4} aria-hidden />
      <div className="grid gap-1">
        <p className="text-lg font-medium">
          {models ? "Drop a zip of masks or a model here" : "Drop a zip of masks here"}
        </p>
        <p className="text-sm text-muted-foreground">
          {plural(images, "PNG")}, one for each test image, named like it. At most {bytes(maxBytes)}
          .
        </p>
        {models ? (
          <p className="text-sm text-muted-foreground">
            Or a model: an ONNX file, or a zip of a TensorFlow.js model. What it may be is told
            below.
          </p>
        ) : null}
      </div>
      <input
        ref={input}
        type="file"
        accept={models ? ".zip,application/zip,.onnx" : ".zip,application/zip"}
        className="sr-only"
        tabIndex={-1}
        aria-label={models ? "Zip of masks, or a model" : "Zip of masks"}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again after it was mended.
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <Button variant="outline" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <p className="text-[0.8125rem] text-muted-foreground">
        It is checked here in your browser first. Nothing is sent until you say so.
      </p>
    </section>
  );
}
