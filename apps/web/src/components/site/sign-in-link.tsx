"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "@/components/ui/button";

/** Leads to the sign-in page and back to where one was. */
export function SignInLink() {
  const path = usePathname();
  const back = path.startsWith("/sign-") ? "" : `?next=${encodeURIComponent(path)}`;
  return (
    <Button asChild variant="ghost" size="sm">
      <Link href={`/sign-in${back}`}>Sign in</Link>
    </Button>
  );
}
