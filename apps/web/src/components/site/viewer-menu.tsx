"use client";

import type { Viewer } from "@maskboard/contracts";
import { KeyRoundIcon, LogOutIcon, ShieldIcon } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

export function ViewerMenu({ viewer }: { viewer: Viewer }) {
  async function leave() {
    const { signOut } = await import("@/lib/auth");
    await signOut();
    // A full load: nothing of the old session stays in memory.
    window.location.assign("/");
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" className="max-w-48 px-2">
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full bg-primary-soft text-xs font-semibold text-primary"
          >
            {viewer.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="truncate max-sm:sr-only">{viewer.name}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>
          <span className="block font-medium">{viewer.name}</span>
          <span className="block text-[0.8125rem] text-muted-foreground">{viewer.email}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link href="/account">
            <KeyRoundIcon aria-hidden /> Account and API keys
          </Link>
        </DropdownMenuItem>
        {viewer.admin ? (
          <DropdownMenuItem asChild>
            <Link href="/admin">
              <ShieldIcon aria-hidden /> Administration
            </Link>
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={leave}>
          <LogOutIcon aria-hidden /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
