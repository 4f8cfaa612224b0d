/**
 * The architecture as lint errors: app -> lib/http -> lib/<domain> -> lib/platform, workers -> lib/<domain>,
 * a domain imports lower ranks only, through index.ts (server) or schema.ts (client-safe). There is no list of exceptions.
 */

/** Every folder of lib/ stands here, the lowest rank first. Folders of one rank do not import each other. */
const RANKS = [
  ["platform"],
  ["events", "metrics", "on-demand"],
  ["point-in-time"],
  ["audit", "schedules"],
  ["verbs"],
  ["jobs"],
  ["long-jobs"],
  ["team", "artifacts", "logs", "log-records", "settings"],
  ["pipelines", "tasks", "features", "log-sources"],
  ["runs"],
  ["backfills"],
  ["retention"],
  ["run-bulk"],
  ["scheduler", "experiments"],
  ["comparison", "models"],
  ["endpoints", "purge"],
  ["predictions", "endpoint-usage"],
  ["batch-predictions"],
  ["drift"],
  ["alerts", "audit-log", "search", "home", "demo", "feature-lineage"],
  ["sdk", "cli", "client"],
  ["http"],
  ["i18n"],
  ["testing"],
];
/** These are not domains: their files are imported one by one. */
const ROOMS = ["platform", "sdk", "cli", "client", "http", "i18n", "testing"];
const FOLDERS = RANKS.flat();
const DOMAINS = FOLDERS.filter((folder) => !ROOMS.includes(folder));
const TESTS = "\\.(test|itest|spec)\\.tsx?$|/testing\\.ts$|/testing/";

const rankRules = RANKS.flatMap((folders, rank) =>
  folders.map((folder) => {
    const allowed = [folder, ...RANKS.slice(0, rank).flat()];
    return {
      name: `rank-${folder}`,
      severity: "error",
      comment: `lib/${folder} imports only folders of a lower rank`,
      from: { path: `^lib/${folder}/`, pathNot: TESTS },
      to: { path: "^lib/", pathNot: `^lib/(${allowed.join("|")})/` },
    };
  }),
);

const surfaceRules = DOMAINS.map((domain) => ({
  name: `surface-${domain}`,
  severity: "error",
  comment: `From outside, lib/${domain} is reached through index.ts, or schema.ts where the browser needs it`,
  from: { path: "^(app|components|lib|workers)/", pathNot: [`^lib/${domain}/`, TESTS] },
  to: { path: `^lib/${domain}/`, pathNot: `^lib/${domain}/(index|schema|values|permissions)\\.ts$` },
}));

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: { pathNot: "^prisma/generated" },
      to: { circular: true },
    },
    {
      name: "every-folder-of-lib-has-a-rank",
      severity: "error",
      comment: "Add the folder to RANKS in .dependency-cruiser.cjs",
      from: { path: "^lib/", pathNot: `^lib/(${FOLDERS.join("|")})/` },
      to: {},
    },
    {
      name: "lib-knows-no-process-and-no-page",
      severity: "error",
      from: { path: "^lib/", pathNot: TESTS },
      to: { path: "^(app|components|workers)/" },
    },
    {
      name: "only-tests-import-testing",
      severity: "error",
      from: { path: "^(app|components|lib|workers)/", pathNot: TESTS },
      to: { path: "/testing(/|\\.ts$)" },
    },
    {
      name: "repository-only-in-its-domain",
      severity: "error",
      from: {
        path: "^(app|components|workers|lib)/",
        pathNot: `${TESTS}|^lib/platform/db\\.ts$|repository\\.ts$|/repository/`,
      },
      to: { path: "^prisma/generated/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "components-are-client-safe",
      severity: "error",
      from: { path: "^(components|lib/client)/", pathNot: TESTS },
      to: {
        path: "^(lib|workers|app|prisma)/",
        pathNot: "^lib/([a-z-]+/(schema|values|permissions)\\.ts$|client/|i18n/)",
      },
    },
    {
      name: "sdk-is-standalone",
      severity: "error",
      from: { path: "^lib/(sdk|cli)/", pathNot: TESTS },
      to: { path: "^(app|components|workers|lib/(?!sdk|cli|[a-z]+/schema))" },
    },
    ...rankRules,
    ...surfaceRules,
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|\\.next|dist|generated)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js", ".json"] },
  },
};
