import type { ImportFindings } from "@maskboard/contracts";

/** Images with their masks laid over, as an import drew them. */
export function FindingsPictures({ pictures }: { pictures: ImportFindings["pictures"] }) {
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
      {pictures.map(({ path, file }) => (
        <li key={path}>
          <figure className="grid gap-1.5">
            <img
              src={path}
              alt={`${file} with its mask over it`}
              loading="lazy"
              decoding="async"
              className="aspect-square w-full rounded-xl bg-muted object-contain"
            />
            <figcaption className="truncate font-mono text-xs text-muted-foreground" title={file}>
              {file}
            </figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
