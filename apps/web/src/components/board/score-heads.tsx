/** Heads of the columns of public and, where they may be seen, private scores. */
export function ScoreHeads({ showPrivate }: { showPrivate: boolean }) {
  return (
    <>
      <th scope="col" className="text-right">
        Mean IoU
      </th>
      {showPrivate ? (
        <th scope="col" className="text-right">
          Private
        </th>
      ) : null}
    </>
  );
}
