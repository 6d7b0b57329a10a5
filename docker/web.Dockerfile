# The site: pages, API and uploads. Build it from the repository's root.
FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV ONNXRUNTIME_NODE_INSTALL_CUDA=skip
RUN npm install --global pnpm@10.34.8
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN pnpm fetch
COPY . .
RUN pnpm install --frozen-lockfile --prefer-offline && node apps/launcher/src/build.ts

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production MASKBOARD_HOME=/data PORT=3000
COPY --from=build /app ./
RUN mkdir /data && chown node:node /data apps/web/.next
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/web/node_modules/next/dist/bin/next", "start", "apps/web"]
