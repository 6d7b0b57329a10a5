"use client";

import { type DragEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { Button } from "./button";

interface FileDropProps {
  /** What the file is, and which kinds the browser's dialog offers. */
  label: string;
  accept: string;
  onFile: (file: File) => void;
  /** Words of the button. */
  action?: string;
  /** Below the button. */
  hint?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** Takes a file by choosing or dropping it. */
export function FileDrop(props: FileDropProps) {
  const { label, accept, onFile, action = "Choose a file", hint, className, children } = props;
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
        "grid justify-items-center rounded-2xl border-2 border-dashed border-line-strong/50 px-6 text-center transition-colors",
        className,
        over && "border-primary bg-primary-soft",
      )}
    >
      {children}
      <input
        ref={input}
        type="file"
        accept={accept}
        className="sr-only"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          // The same file may be chosen again after it was mended.
          event.target.value = "";
          if (chosen) onFile(chosen);
        }}
      />
      <Button variant="outline" onClick={() => input.current?.click()}>
        {action}
      </Button>
      {hint}
    </section>
  );
}
