import * as z from "zod";
import * as artifacts from "@/lib/artifacts/schema";
import * as audit from "@/lib/audit-log/schema";
import * as home from "@/lib/home/schema";
import * as logs from "@/lib/logs/schema";
import * as pipelines from "@/lib/pipelines/schema";
import * as runs from "@/lib/runs/schema";
import * as search from "@/lib/search/schema";
import * as settings from "@/lib/settings/schema";
import * as tasks from "@/lib/tasks/schema";
import * as team from "@/lib/team/schema";

const DOMAINS = { artifacts, audit, home, logs, pipelines, runs, search, settings, tasks, team };
let done = false;

/** A schema that a domain exports goes into the document under its own name; client generators make types of these. */
export function nameSchemas(): void {
  if (done) return;
  done = true;
  const taken = new Set<string>();
  for (const [domain, exported] of Object.entries(DOMAINS)) {
    for (const [name, value] of Object.entries(exported)) {
      if (!(value instanceof z.ZodObject) || z.globalRegistry.has(value)) continue;
      const id = taken.has(name) ? `${domain.charAt(0).toUpperCase()}${domain.slice(1)}${name}` : name;
      taken.add(id);
      z.globalRegistry.add(value, { id });
    }
  }
}
