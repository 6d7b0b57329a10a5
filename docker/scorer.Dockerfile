# The scorer: takes jobs from the database, checks and scores. Build it from the repository's root.
FROM node:22-bookworm-slim AS build
WORKDIR /app
ENV ONNXRUNTIME_NODE_INSTALL_CUDA=skip
RUN npm install --global pnpm@10.34.8
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN pnpm fetch
COPY packages packages
COPY apps/scorer apps/scorer
COPY apps/launcher apps/launcher
RUN pnpm install --frozen-lockfile --prefer-offline --filter @maskboard/scorer... --filter @maskboard/launcher...

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production MASKBOARD_HOME=/data SCORER_HOST=0.0.0.0 SCORER_PORT=9090
COPY --from=build /app ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 9090
HEALTHCHECK --interval=10s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SCORER_PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/scorer/src/main.ts"]
