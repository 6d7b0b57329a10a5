import type { Overview, Schedule, Settings } from "@maskboard/contracts";
import { plural } from "@/lib/format";

export interface AttentionItem {
  text: string;
  /** Page below `organize`, where something can be done about it. */
  path: string;
  label: string;
  urgent?: boolean;
}

/** What an organizer should look at now, the urgent first. */
export function attentionOf({
  settings,
  overview,
  schedule,
}: {
  settings: Settings;
  overview: Overview;
  schedule: Schedule;
}): AttentionItem[] {
  const { status } = settings;
  const { queue, similar, lookAlikes, imports } = overview;
  const { endsAt, revealedAt, now, phase } = schedule;
  const over = endsAt !== null && endsAt <= now;
  const items: (AttentionItem | false)[] = [
    queue.failed > 0 && {
      text: `${plural(queue.failed, "submission")} failed on our side`,
      path: "/queue",
      label: "Look into the queue",
      urgent: true,
    },
    status === "draft" && {
      text: "It is a draft: nobody but organizers sees it",
      path: "/setup/publish",
      label: "Check and publish",
    },
    over &&
      phase !== "revealed" && {
        text: revealedAt
          ? "The deadline is over; private scores are not revealed yet"
          : "The deadline is over and no reveal is planned",
        path: "/schedule",
        label: "Plan the reveal",
      },
    status === "published" &&
      endsAt === null && {
        text: "There is no deadline",
        path: "/schedule",
        label: "Set the dates",
      },
    similar > 0 && {
      text: `${plural(similar, "pair")} of submissions of different teams ${similar === 1 ? "is" : "are"} almost the same`,
      path: "/similar",
      label: "Judge them",
    },
    lookAlikes > 0 && {
      text: `${plural(lookAlikes, "test image looks", "test images look")} like a training image`,
      path: "/data",
      label: "See the report",
    },
    imports[0]?.status === "failed" && {
      text: `The last import of data failed: ${imports[0].error?.message.split("\n")[0] ?? "unknown"}`,
      path: "/data",
      label: "See the data",
    },
    settings.description === "" && {
      text: "The task is not described yet",
      path: "/settings#about",
      label: "Describe it",
    },
  ];
  return items.filter((item) => item !== false);
}
