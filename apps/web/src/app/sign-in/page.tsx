import type { Metadata } from "next";
import { AuthPage, type AuthSearch } from "@/components/auth/auth-page";

const title = "Sign in";

export const metadata: Metadata = { title };

export default function SignPage(props: AuthSearch) {
  return <AuthPage title={title} mode="sign-in" searchParams={props.searchParams} />;
}
