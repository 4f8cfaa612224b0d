import { zodToOpenAPIRegistry } from "@asteasolutions/zod-to-openapi";
import * as z from "zod";
import * as artifacts from "@/lib/artifacts/schema";
import * as audit from "@/lib/audit-log/schema";
import * as experiments from "@/lib/experiments/schema";
import * as features from "@/lib/features/schema";
import * as home from "@/lib/home/schema";
import * as logs from "@/lib/logs/schema";
import * as models from "@/lib/models/schema";
import * as pipelines from "@/lib/pipelines/schema";
import * as runs from "@/lib/runs/schema";
import * as search from "@/lib/search/schema";
import * as settings from "@/lib/settings/schema";
import * as tasks from "@/lib/tasks/schema";
import * as team from "@/lib/team/schema";

const DOMAINS = {
  artifacts,
  audit,
  experiments,
  features,
  home,
  logs,
  models,
  pipelines,
  runs,
  search,
  settings,
  tasks,
  team,
};
const named = new Map<string, z.ZodType>();

/** Objects exported by domains, under their names in the document; client generators make types of these. */
export function namedSchemas(): ReadonlyMap<string, z.ZodType> {
  if (named.size > 0) return named;
  for (const [domain, exported] of Object.entries(DOMAINS)) {
    for (const [name, value] of Object.entries(exported)) {
      if (!(value instanceof z.ZodObject) || zodToOpenAPIRegistry.has(value)) continue;
      const id = named.has(name) ? `${domain.charAt(0).toUpperCase()}${domain.slice(1)}${name}` : name;
      zodToOpenAPIRegistry.add(value, { _internal: { refId: id } });
      named.set(id, value);
    }
  }
  return named;
}
