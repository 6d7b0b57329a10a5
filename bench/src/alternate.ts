/**
 * Runs contenders in turn, round after round, and gives the best of each: other work on the machine
 * then disturbs all of them alike, and only ever makes a number worse.
 *
 * @param contenders each runs once and returns a speed (higher is better)
 */
export async function alternate<Name extends string>(
  rounds: number,
  contenders: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const best = {} as Record<Name, number>;
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(contenders) as Name[]) {
      best[name] = Math.max(best[name] ?? 0, await contenders[name]());
    }
  }
  return best;
}
