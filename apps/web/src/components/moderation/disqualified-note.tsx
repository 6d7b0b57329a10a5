import { BanIcon } from "lucide-react";

interface DisqualifiedNoteProps {
  what: "team" | "submission";
  reason: string;
}

/** What a team reads about a verdict of the organizers. */
export function DisqualifiedNote({ what, reason }: DisqualifiedNoteProps) {
  return (
    <div
      role="note"
      className="flex gap-3 rounded-xl border border-danger/35 bg-danger-soft p-4 text-sm"
    >
      <BanIcon className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
      <div className="grid min-w-0 gap-1">
        <p className="font-medium">
          {what === "team"
            ? "The organizers have disqualified this team."
            : "The organizers have disqualified this submission."}
        </p>
        <p className="wrap-anywhere">{reason}</p>
        <p className="text-muted-foreground">
          {what === "team"
            ? "It is not on the board and can't upload; nobody joins or leaves it meanwhile. The organizers can restore it."
            : "It is not on the board and counts as used. The organizers can restore it."}
        </p>
      </div>
    </div>
  );
}
