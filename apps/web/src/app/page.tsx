import { ChallengeCard } from "@/components/challenge/challenge-card";
import { Empty } from "@/components/ui/panel";
import { api } from "@/server/api";

export default async function HomePage() {
  const challenges = await (await api()).challenge.list();
  const [only] = challenges;
  return (
    <div className="page py-10 sm:py-14">
      {challenges.length === 1 && only ? (
        <>
          <h1 className="sr-only">Challenges</h1>
          <ChallengeCard challenge={only} prominent />
        </>
      ) : (
        <>
          <h1 className="mb-10 text-3xl font-semibold">Challenges</h1>
          {challenges.length === 0 ? (
            <Empty>
              <p className="max-w-prose">
                There is no challenge yet. An organizer makes one from a folder of images and masks:
              </p>
              <code className="font-mono text-sm wrap-anywhere">
                maskboard admin import DIR --slug my-challenge --title "My challenge"
              </code>
            </Empty>
          ) : (
            <div className="grid gap-x-10 gap-y-14 md:grid-cols-2">
              {challenges.map((challenge) => (
                <ChallengeCard key={challenge.slug} challenge={challenge} />
              ))}
            </div>
          )}
        </>
      )}
    </div>
  );
}
