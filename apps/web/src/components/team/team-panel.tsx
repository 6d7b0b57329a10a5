"use client";

import type { TeamView } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DisqualifiedNote } from "@/components/moderation/disqualified-note";
import { ProblemNote } from "@/components/site/problem";
import { CopyLine } from "@/components/ui/copy-button";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";
import { ConfirmButton } from "./confirm-button";
import { MemberList } from "./member-list";
import { RenameTeam } from "./rename-team";

interface TeamPanelProps {
  slug: string;
  initial: TeamView;
  viewerId: string;
  /** Address of the site, so that the invite link can be sent as it is. */
  origin: string;
}

export function TeamPanel({ slug, initial, viewerId, origin }: TeamPanelProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [team, setTeam] = useState(initial);
  const options = { onSuccess: setTeam };
  const setCaptain = useMutation(trpc.team.setCaptain.mutationOptions(options));
  const removeMember = useMutation(trpc.team.removeMember.mutationOptions(options));
  const renewInvite = useMutation(trpc.team.renewInvite.mutationOptions(options));
  const leave = useMutation(trpc.team.leave.mutationOptions({ onSuccess: () => router.refresh() }));
  const error = setCaptain.error ?? removeMember.error ?? renewInvite.error ?? leave.error;
  const free = team.sizeLimit - team.members.length;
  return (
    <div className="grid max-w-2xl gap-10">
      <RenameTeam slug={slug} team={team} onChange={setTeam} />
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      {team.disqualified ? <DisqualifiedNote what="team" reason={team.disqualified} /> : null}
      <section className="grid gap-3">
        <h2 className="text-lg font-semibold">
          Members{" "}
          <span className="font-normal text-muted-foreground">
            {team.members.length} of {team.sizeLimit}
          </span>
        </h2>
        <MemberList
          team={team}
          viewerId={viewerId}
          onCaptain={(userId) => setCaptain.mutate({ slug, userId })}
          onRemove={(userId) => removeMember.mutate({ slug, userId })}
        />
      </section>
      {team.sizeLimit > 1 ? (
        <section className="grid gap-3">
          <h2 className="text-lg font-semibold">Invite</h2>
          {free > 0 ? (
            <>
              <p className="text-sm text-muted-foreground">
                Whoever opens this link can join, as long as there is room ({free} left).
              </p>
              <CopyLine text={`${origin}${team.invitePath}`} label="Copy the invite link" />
              {team.captain ? (
                <div>
                  <ConfirmButton
                    title="Make a new link?"
                    text="The link that you gave out stops working at once."
                    action="New link"
                    onConfirm={() => renewInvite.mutate({ slug })}
                  />
                </div>
              ) : null}
            </>
          ) : (
            <p className="text-sm text-muted-foreground">The team is full.</p>
          )}
        </section>
      ) : null}
      <section className="grid gap-3">
        <h2 className="text-lg font-semibold">Leave</h2>
        <p className="text-sm text-muted-foreground">
          {team.captain && team.members.length > 1
            ? "Hand the captaincy to a team mate first."
            : "What you submitted stays with the team."}
        </p>
        {team.captain && team.members.length > 1 ? null : (
          <div>
            <ConfirmButton
              danger
              title={`Leave ${team.name}?`}
              text="You need an invite link to come back."
              action="Leave the team"
              onConfirm={() => leave.mutate({ slug })}
            />
          </div>
        )}
      </section>
    </div>
  );
}
