import { redirect } from "next/navigation";
import { safePath } from "@/lib/safe-path";
import { getViewer } from "@/server/api";
import { AuthForm } from "./auth-form";

export interface AuthSearch {
  searchParams: Promise<{ next?: string | string[] }>;
}

interface AuthPageProps extends AuthSearch {
  title: string;
  mode: "sign-in" | "sign-up";
}

/** Signing in or up; who is signed in already goes on at once. */
export async function AuthPage({ title, mode, searchParams }: AuthPageProps) {
  const { next: wanted } = await searchParams;
  const next = safePath(typeof wanted === "string" ? wanted : null);
  if (await getViewer()) redirect(next);
  return (
    <div className="page grid max-w-md gap-8 py-16 sm:py-24">
      <h1 className="text-3xl font-semibold">{title}</h1>
      <AuthForm mode={mode} next={next} />
    </div>
  );
}
