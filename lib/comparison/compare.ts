import type * as z from "zod";
import { instantOf } from "@/lib/experiments";
import { isRunId } from "@/lib/experiments/values";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { featuresOf } from "./features";
import { environmentsOf } from "./package-files";
import { metricCells, paramCells, tagCells } from "./repository/cells";
import { findHeads, type Head } from "./repository/heads";
import { rerunsAmong } from "./repository/reruns";
import { codeFacts, DIFF_TAG, datasetFacts, environmentFacts, OWN_TAGS, pipelineFacts } from "./run-facts";
import {
  type ComparedRun,
  type Comparison,
  ComparisonQuery,
  type ComparisonSection,
  idsIn,
  isSection,
} from "./schema";
import { sectionOf } from "./section";
import { SECTIONS, type SectionName } from "./values";

type Query = z.output<typeof ComparisonQuery>;

/** Runs side by side, across experiments: a few statements and a bounded number of small files, also for runs that hold much. */
export const compareRuns = read(
  "experiments:read",
  ComparisonQuery,
  async (ctx, query): Promise<Comparison> => {
    if (query.point === "step" && query.step === undefined)
      throw InvalidError.field("/step", "Say which step: point=step needs one.", because("required"));
    const sql = poolSql(ctx.db.pool);
    const ids = idsIn(query.runs);
    const known = ids.filter(isRunId);
    const heads = (await findHeads(sql, { runIds: known, tags: OWN_TAGS })).map((head) =>
      ctx.actor.permissions.has("runs:read") ? head : { ...head, task: null },
    );
    const there = new Set(heads.map(({ id }) => id));
    const sections = heads.length === 0 ? {} : await sectionsOf(ctx, sql, heads, query);
    return {
      runs: heads.map(runOf),
      missing: ids.filter((id) => !there.has(id)),
      sections,
      diffs: heads.map(({ tags }) => (namesOf(query).includes("code") ? (tags[DIFF_TAG] ?? null) : null)),
      reruns: ctx.actor.permissions.has("runs:read")
        ? await rerunsAmong(
            sql,
            heads.map(({ id }) => id),
          )
        : [],
    };
  },
);

async function sectionsOf(
  ctx: Ctx,
  sql: Sql,
  heads: readonly Head[],
  query: Query,
): Promise<Comparison["sections"]> {
  const asked = namesOf(query);
  const onlyDifferences = query.differences === "true";
  const wanted = { runIds: heads.map(({ id }) => id), search: query.search, onlyDifferences };
  const facts = (of: (head: Head, at: number) => ReadonlyMap<string, string>) =>
    sectionOf(heads.map(of), wanted);
  const has = (...names: SectionName[]) => names.some((name) => asked.includes(name));
  const environments = has("packages", "environment") ? environmentsOf(ctx, heads) : [];
  const point = { point: query.point, step: query.step ?? 0 };
  const readers: Record<SectionName, () => ComparisonSection | Promise<ComparisonSection>> = {
    params: () => paramCells(sql, wanted),
    metrics: () => metricCells(sql, wanted, point),
    tags: () => tagCells(sql, wanted, OWN_TAGS),
    datasets: () => facts(datasetFacts),
    features: async () => {
      const known = await featuresOf(sql, wanted.runIds);
      return facts(({ id }) => known.get(id) ?? new Map());
    },
    code: () => facts(codeFacts),
    pipeline: () => facts(pipelineFacts),
    packages: async () => {
      const known = await environments;
      return facts((_, at) => known[at]?.packages ?? new Map());
    },
    environment: async () => {
      const known = await environments;
      return facts((head, at) => environmentFacts(head, pythonOf(known[at]?.python)));
    },
  };
  const read = await Promise.all(asked.map(async (name) => [name, await readers[name]()] as const));
  return Object.fromEntries(read);
}

function namesOf({ sections }: Query): readonly SectionName[] {
  const names = idsIn(sections).filter(isSection);
  return names.length === 0 ? SECTIONS : names;
}

function pythonOf(version: string | null | undefined): ReadonlyMap<string, string> {
  return new Map(version ? [["python", version]] : []);
}

function runOf(head: Head): ComparedRun {
  return {
    id: head.id,
    name: head.name,
    experiment_id: head.experimentId,
    experiment_name: head.experimentName,
    status: head.status,
    lifecycle: head.lifecycle,
    user: head.userId || head.createdBy,
    started_at: instantOf(head.startTime),
    ended_at: instantOf(head.endTime),
    dag_id: head.task?.dagId ?? null,
    dag_run_id: head.task?.dagRunId ?? null,
  };
}
