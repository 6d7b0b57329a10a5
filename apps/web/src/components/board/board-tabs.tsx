import type { ChallengeView } from "@maskboard/contracts";
import Link from "next/link";

export type BoardTab = "public" | "private" | "late" | "shake-up";

const LABELS: Record<BoardTab, string> = {
  public: "Public",
  private: "Private",
  late: "Late",
  "shake-up": "Shake-up",
};

/** The views of the board that this viewer may choose from, if there is a choice. */
export function BoardTabs({ challenge, here }: { challenge: ChallengeView; here: BoardTab }) {
  const { slug, phase, organizer, lateUntil } = challenge;
  const revealed = phase === "revealed";
  const tabs: BoardTab[] = [
    "public",
    ...(organizer || revealed ? (["private"] as const) : []),
    ...(revealed ? (["shake-up"] as const) : []),
    ...(lateUntil ? (["late"] as const) : []),
  ];
  if (tabs.length < 2) return null;
  const base = `/challenges/${slug}/leaderboard`;
  const paths: Record<BoardTab, string> = {
    public: base,
    private: `${base}?split=private`,
    late: `${base}/late`,
    "shake-up": `${base}/shake-up`,
  };
  return (
    <nav aria-label="Views of the board" className="flex rounded-lg bg-muted p-1 text-sm">
      {tabs.map((name) => (
        <Link
          key={name}
          href={paths[name]}
          aria-current={name === here ? "true" : undefined}
          className="rounded-md px-3 py-1 whitespace-nowrap text-muted-foreground aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-foreground"
        >
          {LABELS[name]}
        </Link>
      ))}
    </nav>
  );
}
