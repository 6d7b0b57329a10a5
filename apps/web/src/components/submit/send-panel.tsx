import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { bytes } from "@/lib/format";
import type { Problem } from "@/lib/problem";

/** How far an upload is. */
export type Sending =
  | { phase: "idle" }
  | { phase: "sending" | "paused"; sent: number; total: number }
  | { phase: "stopped"; problem: Problem }
  | { phase: "done" };

interface SendPanelProps {
  file: File;
  note: string;
  onNote: (note: string) => void;
  sending: Sending;
  /** An upload of this very file stopped before: it goes on where it was. */
  resumes: boolean;
  onSend: () => void;
  onPause: () => void;
  onResume: () => void;
  onCancel: () => void;
}

export function SendPanel(props: SendPanelProps) {
  const { file, note, sending, resumes } = props;
  if (sending.phase === "done") {
    return <p role="status">Sent. Opening the submission…</p>;
  }
  if (sending.phase === "sending" || sending.phase === "paused") {
    const { sent, total, phase } = sending;
    return (
      <Panel className="grid gap-4 p-5">
        <div className="flex items-baseline justify-between gap-4 text-sm">
          <p className="font-medium">{phase === "paused" ? "Paused" : "Sending"}</p>
          <p className="text-muted-foreground">
            {bytes(sent)} of {bytes(total)}
          </p>
        </div>
        <Progress value={total > 0 ? sent / total : null} label="Sent" />
        <div className="flex items-center gap-2">
          {phase === "paused" ? (
            <Button size="sm" onClick={props.onResume}>
              Continue
            </Button>
          ) : (
            <Button size="sm" variant="outline" onClick={props.onPause}>
              Pause
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={props.onCancel}>
            Cancel
          </Button>
          <p className="ml-auto text-right text-[0.8125rem] text-muted-foreground">
            You may close the tab: choose the same file later and it goes on.
          </p>
        </div>
      </Panel>
    );
  }
  return (
    <Panel className="grid gap-4 p-5">
      <Field id="note" label="Note" hint="For your team, optional. You can change it later.">
        <Input
          id="note"
          value={note}
          maxLength={500}
          aria-describedby="note-hint"
          placeholder="U-Net, ResNet34, flips at test time"
          onChange={(event) => props.onNote(event.target.value)}
        />
      </Field>
      {sending.phase === "stopped" ? <ProblemNote problem={sending.problem} /> : null}
      <div>
        <Button size="lg" onClick={props.onSend}>
          {sending.phase === "stopped"
            ? "Try again"
            : resumes
              ? "Continue the upload"
              : `Send ${bytes(file.size)}`}
        </Button>
      </div>
    </Panel>
  );
}
