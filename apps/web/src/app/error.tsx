"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <div className="page grid justify-items-start gap-4 py-24">
      <p className="eyebrow">Something broke on our side</p>
      <h1 className="text-3xl font-semibold">This page could not be shown</h1>
      <p className="max-w-prose text-muted-foreground">
        Nothing is lost: uploads and scores are kept. Try again; if it stays like this, tell an
        organizer{error.digest ? ` and give this number: ${error.digest}` : ""}.
      </p>
      <div className="flex gap-2">
        <Button onClick={reset}>Try again</Button>
        <Button asChild variant="outline">
          <Link href="/">All challenges</Link>
        </Button>
      </div>
    </div>
  );
}
