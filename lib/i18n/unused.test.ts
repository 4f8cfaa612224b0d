import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadMessages, type MessageTree } from "./messages";

/**
 * Namespaces whose keys are computed from a value: the files that produce the value have each key as a literal. Keys of
 * other namespaces are literals or templates in the file that uses the namespace.
 */
const BY_VALUE: Record<string, string[]> = {
  "audit.actions": ["lib", "workers"],
  "audit.kinds": ["lib", "workers"],
  "auth.sign_in": ["components/team/sign-in.ts"],
  "common.error": ["lib/platform", "lib/http", "lib/client", "lib/team", "workers/serving"],
  "common.state": ["components/ui/status.tsx"],
  "jobs.names": [
    "lib/alerts",
    "lib/batch-predictions",
    "lib/endpoint-usage",
    "lib/log-records",
    "lib/long-jobs",
    "lib/models",
    "lib/predictions",
    "lib/retention",
    "lib/scheduler",
    "workers/scheduler",
  ],
  "long_jobs.kinds": ["lib/batch-predictions", "lib/drift", "lib/features", "lib/purge", "lib/retention"],
  "long_jobs.units": ["lib/batch-predictions", "lib/drift", "lib/features", "lib/retention"],
  reasons: [
    ...[
      "lib/audit",
      "lib/backfills",
      "lib/comparison",
      "lib/demo",
      "lib/endpoints",
      "lib/experiments",
      "lib/features",
      "lib/http",
      "lib/log-records",
      "lib/long-jobs",
      "lib/models",
      "lib/pipelines",
    ],
    ...[
      "lib/purge",
      "lib/retention",
      "lib/runs",
      "lib/schedules",
      "lib/settings",
      "lib/team",
      "workers/scheduler/folder",
    ],
    ...["errors", "field-error", "pagination", "shape"].map((file) => `lib/platform/${file}.ts`),
  ],
  "runs.error_code": ["lib/runs", "workers/tasks", "workers/task-http.ts"],
  "runs.waits": ["lib/runs"],
  schedules: ["lib/client/schedule-words.ts"],
  "team.scope": ["lib/audit/permissions.ts"],
  "webhooks.event": ["components/webhooks"],
  "team.role": ["lib/team/values.ts"],
};

const keys = keysOf(loadMessages("en"));
const pages = textsOf(["app", "components"]);
/** Possible values of a template's placeholder: literals and field names anywhere in our code. */
const words = new Set(textsOf(["app", "components", "lib", "workers"]).flatMap(wordsOf));

function keysOf(tree: MessageTree, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );
}

function textsOf(places: readonly string[]): string[] {
  return execFileSync("find", [...places, "-name", "*.ts", "-o", "-name", "*.tsx"], { encoding: "utf8" })
    .split("\n")
    .filter((path) => /\.tsx?$/.test(path) && !/\.i?test\./.test(path))
    .map((path) => readFileSync(path, "utf8"));
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([\w.:-]+)"|\b(\w+):/g)].map(([, literal, field]) => literal ?? field ?? "");
}

/** `state.${state}` as an expression for its keys; a lone placeholder matches nothing. */
function templatesOf(text: string): RegExp[] {
  return [...text.matchAll(/`([\w.]*(?:\$\{[^}`]*\}[\w.]*)+)`/g)]
    .map(([, template]) => (template ?? "").replaceAll(/\$\{[^}]*\}/g, "*"))
    .filter((template) => /\w/.test(template))
    .map((template) => new RegExp(`^${template.replaceAll(".", "\\.").replaceAll("*", "([\\w-]+)")}$`));
}

function isAsked(key: string): boolean {
  return pages.some((text) =>
    [...text.matchAll(/Translations\(\s*"([\w.]+)"/g)].some(([, space]) => {
      if (!key.startsWith(`${space}.`)) return false;
      const rest = key.slice(`${space}.`.length);
      if (text.includes(`"${rest}"`)) return true;
      return templatesOf(text).some((template) => {
        const parts = template.exec(rest)?.slice(1);
        return parts?.every((part) => words.has(part));
      });
    }),
  );
}

function isAskedByValue(key: string): boolean {
  const [space, places] = Object.entries(BY_VALUE).find(([prefix]) => key.startsWith(`${prefix}.`)) ?? [];
  if (!space || !places) return false;
  const value = key.slice(`${space}.`.length);
  return literalsOf(places).has(value);
}

const literals = new Map<readonly string[], Set<string>>();

function literalsOf(places: readonly string[]): Set<string> {
  const known = literals.get(places) ?? new Set(textsOf(places).flatMap(wordsOf));
  literals.set(places, known);
  return known;
}

/** Thousands of messages are looked for in all pages. */
const PATIENCE_MS = 60_000;

it("every message is asked for somewhere", { timeout: PATIENCE_MS }, () => {
  expect(keys.filter((key) => !isAsked(key) && !isAskedByValue(key))).toEqual([]);
});
