import path from "node:path";
import type { NextConfig } from "next";

const repositoryRoot = path.join(import.meta.dirname, "../..");

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  // Types are checked by `tsc -p apps/web/tsconfig.json`; the build stays quick.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: repositoryRoot },
  outputFileTracingRoot: repositoryRoot,
  // What browser and server share; all the rest of the server is loaded by Node (server/maskboard.ts).
  transpilePackages: ["@maskboard/contracts", "@maskboard/data"],
  // Pictures come from the object storage in the sizes they are shown in.
  images: { unoptimized: true },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
          { key: "X-Frame-Options", value: "DENY" },
          {
            key: "Permissions-Policy",
            value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
          },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        ],
      },
    ];
  },
};

export default config;
