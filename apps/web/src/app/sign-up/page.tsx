import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthForm } from "@/components/auth/auth-form";
import { safePath } from "@/lib/safe-path";
import { getViewer } from "@/server/api";

export const metadata: Metadata = { title: "Sign up" };

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next: wanted } = await searchParams;
  const next = safePath(typeof wanted === "string" ? wanted : null);
  if (await getViewer()) redirect(next);
  return (
    <div className="page grid max-w-md gap-8 py-16 sm:py-24">
      <h1 className="text-3xl font-semibold">Sign up</h1>
      <AuthForm mode="sign-up" next={next} />
    </div>
  );
}
