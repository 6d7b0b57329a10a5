import { FolderArchiveIcon } from "lucide-react";
import { FileDrop } from "@/components/ui/file-drop";
import { bytes } from "@/lib/format";

interface ArchivePickerProps {
  file: File | null;
  onFile: (file: File) => void;
}

/** Takes the zip of a challenge folder, by choosing or dropping it. */
export function ArchivePicker({ file, onFile }: ArchivePickerProps) {
  return (
    <FileDrop
      label="Zip of the challenge folder"
      accept=".zip,application/zip"
      action={file ? "Choose another file" : "Choose a file"}
      onFile={onFile}
      className="gap-3 py-10"
    >
      <FolderArchiveIcon className="size-8 text-muted-foreground" strokeWidth={1.4} aria-hidden />
      {file ? (
        <p className="font-medium wrap-anywhere">
          {file.name} <span className="text-muted-foreground">({bytes(file.size)})</span>
        </p>
      ) : (
        <p className="font-medium">Drop the zip of a challenge folder here</p>
      )}
    </FileDrop>
  );
}
