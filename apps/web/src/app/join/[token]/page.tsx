import type { Metadata } from "next";
import Link from "next/link";
import { JoinButton } from "@/components/team/join-button";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/format";
import { api, getViewer, refusalCode } from "@/server/api";

export const metadata: Metadata = { title: "Join a team", robots: { index: false } };

async function preview(token: string) {
  try {
    return await (await api()).team.preview({ token });
  } catch (error) {
    const code = refusalCode(error);
    if (code && code !== "INTERNAL_SERVER_ERROR") return null;
    throw error;
  }
}

export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [invite, viewer] = await Promise.all([preview(token), getViewer()]);
  const back = encodeURIComponent(`/join/${token}`);
  return (
    <div className="page grid max-w-2xl gap-6 py-20">
      {invite ? (
        <>
          <div className="grid gap-2">
            <p className="eyebrow">Invitation to {invite.challenge}</p>
            <h1 className="text-4xl font-semibold wrap-anywhere">{invite.team}</h1>
            <p className="text-muted-foreground">
              {plural(invite.members.length, "member")} so far:{" "}
              {invite.members.map(({ name }) => name).join(", ")}
              {invite.full ? ". The team is full: ask its captain to make room." : "."}
            </p>
          </div>
          {invite.full ? null : viewer ? (
            <JoinButton token={token} slug={invite.slug} team={invite.team} />
          ) : (
            <div className="grid gap-3">
              <p>Sign up or sign in, then you come back here.</p>
              <div className="flex flex-wrap gap-2">
                <Button asChild size="lg">
                  <Link href={`/sign-up?next=${back}`}>Sign up</Link>
                </Button>
                <Button asChild size="lg" variant="outline">
                  <Link href={`/sign-in?next=${back}`}>Sign in</Link>
                </Button>
              </div>
            </div>
          )}
        </>
      ) : (
        <>
          <h1 className="text-3xl font-semibold">This invite link does not work</h1>
          <p className="text-muted-foreground">
            It may have been replaced by a new one. Ask the captain of the team.
          </p>
          <div>
            <Button asChild variant="outline">
              <Link href="/">All challenges</Link>
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
