import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { Toaster } from "sonner";
import { NewsBanners } from "@/components/announcements/news-banners";
import { Footer } from "@/components/site/footer";
import { Header } from "@/components/site/header";
import { getViewer } from "@/server/api";
import { getNews } from "@/server/news";
import { ApiProvider } from "@/trpc/client";
import "./globals.css";
import "./board.css";

export const metadata: Metadata = {
  title: { default: "Maskboard", template: "%s · Maskboard" },
  description: "Segmentation challenges: upload masks, see scores, climb the board.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfcfb" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1014" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const [viewer, news] = await Promise.all([getViewer(), getNews(null)]);
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body className="flex min-h-dvh flex-col font-sans">
        <ThemeProvider attribute="class" nonce={nonce} disableTransitionOnChange>
          <ApiProvider>
            <a
              href="#content"
              className="sr-only z-50 rounded-md bg-primary px-4 py-2 text-sm font-medium text-primary-foreground focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
            >
              Skip to content
            </a>
            <Header viewer={viewer} />
            <NewsBanners slug={null} initial={news.banners} />
            <main id="content" tabIndex={-1} className="flex-1 outline-none">
              {children}
            </main>
            <Footer />
            <Toaster position="bottom-right" theme="system" />
          </ApiProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
