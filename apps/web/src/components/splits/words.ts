import type { SplitVersionView } from "@maskboard/contracts";
import { percent } from "@/lib/format";

/** How a version came to be, in a few words. */
export function methodText({ method }: Pick<SplitVersionView, "method">): string {
  switch (method.kind) {
    case "import":
      return "from the import";
    case "carried":
      return "carried over to corrected masks";
    case "csv":
      return `from ${method.filename}`;
    default: {
      const share = percent(method.publicShare, 0);
      return `${method.kind}, ${share} public, seed ${method.seed}`;
    }
  }
}
