import { FileArchiveIcon } from "lucide-react";
import { FileDrop } from "@/components/ui/file-drop";
import { bytes, plural } from "@/lib/format";

interface DropZoneProps {
  images: number;
  maxBytes: number;
  /** Models are taken too. */
  models: boolean;
  onFile: (file: File) => void;
}

export function DropZone({ images, maxBytes, models, onFile }: DropZoneProps) {
  return (
    <FileDrop
      label={models ? "Zip of masks, or a model" : "Zip of masks"}
      accept={models ? ".zip,application/zip,.onnx" : ".zip,application/zip"}
      onFile={onFile}
      hint={
        <p className="text-[0.8125rem] text-muted-foreground">
          It is checked here in your browser first. Nothing is sent until you say so.
        </p>
      }
      className="gap-4 py-16 sm:py-20"
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
    </FileDrop>
  );
}
