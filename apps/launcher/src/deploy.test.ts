import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { root, SERVICES } from "./process/commands.ts";

/* Images can't be built in tests; what can be checked without is checked here. */

const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** The part of the Compose specification that the file uses; anything else is a mistake. */
const serviceSchema = z
  .strictObject({
    image: z.string().optional(),
    build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
    command: z.array(z.string()).optional(),
    environment: z.record(z.string().regex(/^[A-Z0-9_]+$/), z.string()).optional(),
    ports: z.array(z.string().regex(/^\S+:\d+$/)).optional(),
    volumes: z
      .array(z.string().regex(/^([a-z0-9-]+:\/\S+|\$\{\w+:-\/dev\/null\}:\/\S+:ro)$/))
      .optional(),
    depends_on: z
      .record(
        z.string(),
        z.strictObject({
          condition: z.enum(["service_healthy", "service_completed_successfully"]),
        }),
      )
      .optional(),
    healthcheck: z
      .strictObject({ test: z.array(z.string()), interval: z.string(), retries: z.int() })
      .optional(),
    restart: z.enum(["unless-stopped"]).optional(),
    stop_grace_period: z.string().optional(),
    profiles: z.array(z.string()).optional(),
    deploy: z
      .strictObject({
        resources: z.strictObject({
          reservations: z.strictObject({
            devices: z.array(
              z.strictObject({
                driver: z.string(),
                count: z.union([z.int(), z.literal("all")]),
                capabilities: z.array(z.string()),
              }),
            ),
          }),
        }),
      })
      .optional(),
  })
  .refine((service) => service.image || service.build, "needs an image or a build");

const composeSchema = z
  .object({
    services: z.record(z.string(), serviceSchema),
    volumes: z.record(z.string(), z.null()),
  })
  .catchall(z.unknown());

const text = read("docker-compose.yml");
const compose = composeSchema.parse(parse(text, { merge: true }));
const services = Object.entries(compose.services);

describe("docker-compose.yml", () => {
  it("has every part of a server", () => {
    expect(services.map(([name]) => name)).toEqual([
      ...["web", "scorer", "scorer-gpu", "setup", "postgres", "s3"],
    ]);
  });

  it.each(services)(
    "%s depends on services that are there, and on health that is told",
    (_, service) => {
      for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
        const target = compose.services[other];
        expect(target, other).toBeDefined();
        if (condition === "service_healthy") expect(target?.healthcheck, other).toBeDefined();
      }
    },
  );

  it.each(services)("%s uses declared volumes and Dockerfiles that are there", (_, service) => {
    for (const volume of service.volumes ?? []) {
      // A folder of the host is an offer: without a setting there is nothing in it.
      if (!volume.startsWith("$")) expect(compose.volumes).toHaveProperty(volume.split(":")[0]!);
    }
    if (service.build) expect(existsSync(join(root, service.build.dockerfile))).toBe(true);
  });

  it("reserves NVIDIA devices for the GPU profile alone", () => {
    const reserving = services.filter(([, service]) => service.deploy);
    expect(reserving.map(([name, { profiles }]) => [name, profiles])).toEqual([
      ["scorer-gpu", ["gpu"]],
    ]);
    const [device] = reserving[0]![1].deploy!.resources.reservations.devices;
    expect(device).toEqual({ driver: "nvidia", count: "all", capabilities: ["gpu"] });
  });

  it("asks for no variable that .env.example does not explain, and the other way round", () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const explained = new Set(
      [...read(".env.example").matchAll(/^(\w+)=/gm)].map(([, name]) => name),
    );
    expect([...asked].sort()).toEqual([...explained].sort());
  });

  it("shows one import root to the site and the scorers, where it is set", () => {
    const root = /^\$\{MASKBOARD_IMPORT_ROOT:-.+\}:\/import:ro$/;
    for (const name of ["web", "scorer", "scorer-gpu"]) {
      const mounted = compose.services[name]?.volumes?.filter((volume) => root.test(volume));
      expect(mounted, name).toHaveLength(1);
    }
    expect(text).toMatch(/ {2}MASKBOARD_IMPORT_ROOT: \$\{MASKBOARD_IMPORT_ROOT:\+\/import\}/);
  });

  it("starts the setup as the launcher's code does", () => {
    expect(compose.services.setup?.command).toEqual(["node", ...SERVICES.setup]);
  });
});

describe.each([
  ["docker/web.Dockerfile", SERVICES.web],
  ["docker/scorer.Dockerfile", SERVICES.scorer],
])("%s", (file, command) => {
  const lines = read(file).replaceAll("\\\n", " ").split("\n");
  const instructions = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

  it("copies only what is there", () => {
    const copies = instructions("COPY").filter((copy) => !copy.startsWith("--from="));
    expect(copies.length).toBeGreaterThan(0);
    for (const copy of copies) {
      for (const source of copy.split(" ").slice(0, -1)) {
        expect(existsSync(join(root, source)), source).toBe(true);
      }
    }
  });

  it("starts with the command that the launcher uses", () => {
    expect(instructions("CMD").map((line) => JSON.parse(line))).toEqual([["node", ...command]]);
    expect(existsSync(join(root, command[0]))).toBe(true);
  });

  it("runs on the pinned Node and pnpm, not as root", () => {
    const manifest = JSON.parse(read("package.json"));
    const major = /^ {2}node: (\d+)\./m.exec(read("pnpm-workspace.yaml"))?.[1];
    for (const image of instructions("FROM")) expect(image).toContain(`node:${major}-`);
    expect(instructions("RUN").join()).toContain(`npm install --global ${manifest.packageManager}`);
    expect(instructions("USER")).toEqual(["node"]);
  });
});
