"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { rememberSeen } from "@/lib/seen";

/** Whoever has the list before them has read it: banners and the hint of unread ones go away. */
export function MarkRead({ ids }: { ids: string[] }) {
  const router = useRouter();
  const all = ids.join(".");
  useEffect(() => {
    if (rememberSeen(all.split("."))) router.refresh();
  }, [all, router]);
  return null;
}
