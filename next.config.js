import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or process-bound modules: the server loads them from node_modules instead of bundling them.
  serverExternalPackages: [
    "@duckdb/node-api",
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "bullmq",
    "esbuild",
    "ioredis",
    "onnxruntime-node",
    "pg",
    "pino",
    "prom-client",
  ],
  // A lock file in some folder above is none of ours.
  turbopack: { root: import.meta.dirname },
  experimental: { optimizePackageImports: ["lucide-react", "radix-ui"] },
  // `npm run verify` and `npm test` check the types, tests included; starting must not wait for that again.
  typescript: { ignoreBuildErrors: true },
};

export default withNextIntl(config);
