/** Who may import whom. What a part may import is its list and the lists' own lists, nothing else. */
const packages = {
  contracts: [],
  metrics: [],
  storage: [],
  engine: [],
  data: ["contracts"],
  inference: ["contracts", "data", "engine"],
  db: ["contracts"],
  scoring: ["contracts", "metrics", "data"],
  ingest: ["contracts", "data", "storage", "db"],
  models: [],
  training: ["contracts", "metrics", "data", "models", "engine"],
  api: ["contracts", "metrics", "storage", "data", "db"],
  cli: ["contracts", "metrics", "data", "scoring", "inference"],
};
const apps = {
  web: ["contracts", "metrics", "storage", "data", "db", "api"],
  scorer: [
    ...["contracts", "metrics", "storage", "data", "scoring", "db", "ingest", "engine"],
    "inference",
  ],
  launcher: Object.keys(packages),
};

const TEST = "\\.test\\.tsx?$|/test/|/testing/|/fixtures/";

/** Anything of ours outside of `name` itself and the packages that it may import. */
const directions = (folder, table) =>
  Object.entries(table).map(([name, allowed]) => ({
    name: `${name}-imports-only`,
    comment: `${folder}/${name} may import ${allowed.join(", ") || "no other package"}.`,
    severity: "error",
    from: { path: `^${folder}/${name}/`, pathNot: TEST },
    to: {
      path: "^(packages|apps)/",
      pathNot: [`^${folder}/${name}/`, ...allowed.map((other) => `^packages/${other}/`)],
      // The command line takes the router's type from the API, never its code.
      ...(name === "cli" && { dependencyTypesNot: ["type-only"] }),
    },
  }));

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "Modules in a circle can't be understood or tested one by one.",
      severity: "error",
      // A compute graph's builder, nodes and values are one recursive type in three files.
      from: { pathNot: "^packages/engine/src/graph/" },
      to: { circular: true },
    },
    {
      name: "no-circular-code",
      comment: "Not even there may modules wait for each other when they load.",
      severity: "error",
      from: { path: "^packages/engine/src/graph/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "packages-never-import-apps",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^apps/" },
    },
    {
      name: "not-into-another-package's-inside",
      comment: "Other parts are imported by their package name, whose exports are the contract.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: {
        path: "^(packages|apps)/",
        pathNot: "^$1/$2/",
        dependencyTypes: ["local"],
      },
    },
    {
      name: "checks-run-in-browsers",
      comment: "@maskboard/data/check runs in a Web Worker: nothing of Node, nothing native.",
      severity: "error",
      from: { path: "^packages/data/src/check/", pathNot: TEST },
      to: { path: "node_modules/(\\.pnpm/)?(sharp|@napi-rs)|^packages/data/src/(?!check/)" },
    },
    {
      name: "checks-need-no-node",
      severity: "error",
      from: { path: "^packages/data/src/check/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "production-imports-no-tests",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: TEST },
      to: { path: TEST, pathNot: "node_modules" },
    },
    {
      name: "baselines-import-only",
      comment: "Recipes use the packages for training and the command line's client, no app.",
      severity: "error",
      from: { path: "^baselines/", pathNot: TEST },
      to: {
        path: "^(packages|apps|bench|e2e)/",
        pathNot: [
          "^packages/(contracts|metrics|models|data|engine|training)/",
          "^packages/cli/src/client/",
        ],
      },
    },
    {
      name: "nothing-imports-baselines",
      comment: "But benchmarks, which measure the recipes as they are.",
      severity: "error",
      from: { pathNot: "^(baselines|bench)/" },
      to: { path: "^baselines/" },
    },
    ...directions("packages", packages),
    ...directions("apps", apps),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|fixtures|migrations)/" },
    tsPreCompilationDeps: "specify",
    // The site's: it adds the alias @/ to what all others share.
    tsConfig: { fileName: "apps/web/tsconfig.json" },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
