"use client";

import { FolderArchiveIcon } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { bytes } from "@/lib/format";

interface ArchivePickerProps {
  file: File | null;
  onFile: (file: File) => void;
}

/** Takes the zip of a challenge folder, by choosing or dropping it. */
export function ArchivePicker({ file, onFile }: ArchivePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = useRef(onFile);
  useEffect(() => {
    // A file may have been chosen before the page came alive.
    const [early] = input.current?.files ?? [];
    if (early) take.current(early);
  }, []);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onFile(dropped);
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
        "grid justify-items-center gap-3 rounded-2xl border-2 border-dashed border-line-strong/50 px-6 py-10 text-center transition-colors",
        over && "border-primary bg-primary-soft",
      )}
    >
      <FolderArchiveIcon className="size-8 text-muted-foreground" strokeWidth={1.4} aria-hidden />
      {file ? (
        <p className="font-medium wrap-anywhere">
          {file.name} <span className="text-muted-foreground">({bytes(file.size)})</span>
        </p>
      ) : (
        <p className="font-medium">Drop the zip of a challenge folder here</p>
      )}
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        className="sr-only"
        tabIndex={-1}
        aria-label="Zip of the challenge folder"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          event.target.value = "";
          if (chosen) onFile(chosen);
        }}
      />
      <Button variant="outline" onClick={() => input.current?.click()}>
        {file ? "Choose another file" : "Choose a file"}
      </Button>
    </section>
  );
}
