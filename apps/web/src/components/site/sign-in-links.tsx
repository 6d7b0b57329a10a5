"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "@/components/ui/button";

/** Ways in for visitors; both lead back to where one was. */
export function SignInLinks() {
  const path = usePathname();
  const back = path === "/" || path.startsWith("/sign-") ? "" : `?next=${encodeURIComponent(path)}`;
  return (
    <>
      <Button asChild variant="ghost" size="sm">
        <Link href={`/sign-in${back}`}>Sign in</Link>
      </Button>
      <Button asChild size="sm">
        <Link href={`/sign-up${back}`}>Sign up</Link>
      </Button>
    </>
  );
}
