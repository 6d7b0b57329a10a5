import type { Viewer } from "@maskboard/contracts";
import Link from "next/link";
import { Logo } from "./logo";
import { SignInLinks } from "./sign-in-links";
import { ThemeToggle } from "./theme-toggle";
import { ViewerMenu } from "./viewer-menu";

export function Header({ viewer }: { viewer: Viewer | null }) {
  return (
    <header className="border-b border-line bg-background">
      <div className="page flex h-15 items-center gap-2 sm:gap-5">
        <Link href="/" className="flex items-center gap-2 rounded-md font-semibold tracking-tight">
          <Logo />
          Maskboard
        </Link>
        <nav aria-label="Site" className="hidden sm:block">
          <Link
            href="/"
            className="rounded-md px-2 py-1.5 text-sm text-muted-foreground hover:text-foreground"
          >
            Challenges
          </Link>
        </nav>
        <div className="ml-auto flex items-center gap-1">
          <ThemeToggle />
          {viewer ? <ViewerMenu viewer={viewer} /> : <SignInLinks />}
        </div>
      </div>
    </header>
  );
}
