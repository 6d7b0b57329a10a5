import type { Metadata } from "next";
import { ApiKeys } from "@/components/account/api-keys";
import { ChangePassword } from "@/components/account/change-password";
import { CopyLine } from "@/components/ui/copy-button";
import { requireViewer } from "@/server/api";
import { siteOrigin } from "@/server/origin";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const viewer = await requireViewer("/account");
  return (
    <div className="page grid max-w-3xl gap-14 py-10 sm:py-14">
      <div>
        <h1 className="text-3xl font-semibold">{viewer.name}</h1>
        <p className="text-muted-foreground">{viewer.email}</p>
      </div>
      <section className="grid gap-5">
        <div className="grid gap-1">
          <h2 className="text-xl font-semibold">API keys</h2>
          <p className="text-sm text-muted-foreground">
            For the command line: give it a key when it asks.
          </p>
        </div>
        <CopyLine
          text={`pnpm maskboard login --url ${await siteOrigin()}`}
          label="Copy the sign-in command"
        />
        <ApiKeys />
      </section>
      <section className="grid gap-5">
        <h2 className="text-xl font-semibold">Password</h2>
        <ChangePassword />
      </section>
    </div>
  );
}
