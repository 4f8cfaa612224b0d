/**
 * The architecture as lint errors: app -> lib/http -> lib/<domain> -> lib/platform, workers -> lib/<domain>,
 * a domain imports lower ranks only, through index.ts (server) or schema.ts (client-safe). There is no list of exceptions.
 */
const RANKS = [
  ["audit", "schedules"],
  ["verbs"],
  ["audit-log", "team", "artifacts", "logs", "metrics", "settings"],
  ["pipelines", "tasks", "features"],
  ["runs"],
  ["backfills"],
  ["retention"],
  ["scheduler", "experiments", "demo"],
  ["models"],
  ["predictions"],
  ["alerts", "search"],
];
const DOMAINS = RANKS.flat();
const TESTS = "\\.(test|itest|spec)\\.tsx?$|/testing\\.ts$|^lib/testing/";

const rankRules = RANKS.flatMap((domains, rank) =>
  domains.map((domain) => {
    const forbidden = [
      ...RANKS.slice(rank)
        .flat()
        .filter((other) => other !== domain),
    ];
    return {
      name: `rank-${domain}`,
      severity: "error",
      comment: `lib/${domain} imports only domains of a lower rank`,
      from: { path: `^lib/${domain}/`, pathNot: TESTS },
      to: { path: `^lib/(${forbidden.join("|")})/` },
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
      name: "platform-knows-no-domain",
      severity: "error",
      from: { path: "^lib/platform/", pathNot: TESTS },
      to: { path: "^(app|components|workers|lib/(?!platform))" },
    },
    {
      name: "domains-know-no-adapter",
      severity: "error",
      from: { path: `^lib/(${DOMAINS.join("|")})/`, pathNot: TESTS },
      to: { path: "^(app|components|workers|lib/http|lib/client)/" },
    },
    {
      name: "repository-only-in-its-domain",
      severity: "error",
      from: { path: "^(app|components|workers|lib)/", pathNot: TESTS },
      to: { path: "^prisma/generated/", pathNot: "^$", dependencyTypesNot: ["type-only"] },
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
  ].map((rule) =>
    rule.name === "repository-only-in-its-domain"
      ? {
          ...rule,
          from: { ...rule.from, pathNot: `${TESTS}|^lib/platform/db\\.ts$|repository\\.ts$|/repository/` },
        }
      : rule,
  ),
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|\\.next|dist|generated)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".mjs", ".js", ".json"] },
  },
};
