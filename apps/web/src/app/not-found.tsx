import Link from "next/link";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <div className="page grid justify-items-start gap-4 py-24">
      <p className="eyebrow">404</p>
      <h1 className="text-3xl font-semibold">There is nothing at this address</h1>
      <p className="max-w-prose text-muted-foreground">
        It may have moved, or it may not be open to you. If someone gave you the link, sign in with
        the account that it was meant for.
      </p>
      <Button asChild>
        <Link href="/">All challenges</Link>
      </Button>
    </div>
  );
}
