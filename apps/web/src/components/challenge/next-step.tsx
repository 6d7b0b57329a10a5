import type { ChallengeView } from "@maskboard/contracts";
import Link from "next/link";
import { LocalTime } from "@/components/site/local-time";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";

/** The one thing to do next, depending on who looks. */
export function NextStep({ challenge }: { challenge: ChallengeView }) {
  const { slug, startsAt, quota, intake, lateUntil } = challenge;
  const base = `/challenges/${slug}`;
  const back = encodeURIComponent(base);
  const steps: Record<
    ChallengeView["nextStep"],
    { text: React.ReactNode; to: string; label: string }
  > = {
    "sign-in": {
      text: "Sign in to take part. The first score is ten minutes away.",
      to: `/sign-up?next=${back}`,
      label: "Sign up",
    },
    "make-team": {
      text: "Make a team of your own, or join one by its invite link.",
      to: `${base}/team`,
      label: "Make a team",
    },
    "first-upload": {
      text: "Download the kit, predict the test images, and upload the masks as one zip.",
      to: `${base}/submit`,
      label: "Upload masks",
    },
    "see-result": {
      text: "Your latest submission has news.",
      to: challenge.latestSubmissionId
        ? `/submissions/${challenge.latestSubmissionId}`
        : `${base}/submissions`,
      label: "See your result",
    },
    "upload-again": {
      text: quota
        ? `${quota.perDay - quota.today} of ${quota.perDay} submissions are left today.`
        : "Improve on your last result.",
      to: `${base}/submit`,
      label: "Upload masks",
    },
    over: {
      text: "The challenge is over. The board tells how it went.",
      to: `${base}/leaderboard`,
      label: "See the board",
    },
    "not-open": {
      text: startsAt ? (
        <>
          Opens <LocalTime at={startsAt} />. The data page tells what to expect.
        </>
      ) : (
        "This challenge is not open yet. The data page tells what to expect."
      ),
      to: `${base}/data`,
      label: "Look at the data",
    },
  };
  const step = steps[challenge.nextStep];
  return (
    <Panel className="grid content-start gap-4 p-5">
      <h2 className="eyebrow">Your next step</h2>
      <p className="text-lg leading-snug">{step.text}</p>
      {intake === "late" && lateUntil ? (
        <p className="text-sm text-muted-foreground">
          The deadline is over. Until <LocalTime at={lateUntil} /> uploads are scored as late ones,
          outside the ranks.
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button asChild size="lg">
          <Link href={step.to}>{step.label}</Link>
        </Button>
        {challenge.nextStep === "sign-in" ? (
          <Link
            href={`/sign-in?next=${back}`}
            className="rounded-sm text-sm underline underline-offset-4"
          >
            I have an account
          </Link>
        ) : null}
        {challenge.nextStep === "see-result" && challenge.open ? (
          <Link href={`${base}/submit`} className="rounded-sm text-sm underline underline-offset-4">
            Upload again
          </Link>
        ) : null}
      </div>
    </Panel>
  );
}
