import type { TeamView } from "@maskboard/contracts";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "./confirm-button";

interface MemberListProps {
  team: TeamView;
  viewerId: string;
  onCaptain: (userId: string) => void;
  onRemove: (userId: string) => void;
}

export function MemberList({ team, viewerId, onCaptain, onRemove }: MemberListProps) {
  return (
    <ul className="grid">
      {team.members.map((member) => (
        <li
          key={member.userId}
          className="flex min-h-14 flex-wrap items-center gap-2 border-b border-line py-2"
        >
          <span className="font-medium wrap-anywhere">{member.name}</span>
          {member.captain ? <Badge tone="primary">captain</Badge> : null}
          {member.userId === viewerId ? <Badge>you</Badge> : null}
          {team.captain && !member.captain ? (
            <span className="ml-auto flex gap-2">
              <ConfirmButton
                title={`Make ${member.name} the captain?`}
                text="The captain names the team, invites and removes people. You become a member."
                action="Make captain"
                label={`Make captain: ${member.name}`}
                onConfirm={() => onCaptain(member.userId)}
              />
              <ConfirmButton
                danger
                title={`Remove ${member.name}?`}
                text="Their submissions stay with the team. They may come back by the invite link; make a new one to prevent that."
                action="Remove"
                label={`Remove ${member.name}`}
                onConfirm={() => onRemove(member.userId)}
              />
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
