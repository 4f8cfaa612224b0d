import { convertHangulToQwerty } from "es-hangul";
import type * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { parseInput } from "@/lib/verbs";
import { matcherOf } from "./match";
import * as repository from "./repository";
import { runWords } from "./run-words";
import { type SearchHit, SearchQuery, type SearchReply } from "./schema";

const PER_KIND = 6;
/** Shorter texts are in too many keys and paths. */
const LEAST_PART = 3;

/** Searches what the person may read; other kinds are left out. */
export async function search(ctx: Ctx, input: z.input<typeof SearchQuery>): Promise<SearchReply> {
  const { q, time_zone: zone } = parseInput(SearchQuery, input);
  const sql = poolSql(ctx.db.pool);
  const may = (permission: string) => ctx.actor.permissions.has(permission);
  const found = await Promise.all([
    may("pipelines:read") ? findPipelines(sql, q) : [],
    may("runs:read") ? findRuns(sql, q, zone) : [],
    may("pipelines:read") ? findTasks(sql, q) : [],
    may("artifacts:read") ? findArtifacts(sql, q) : [],
    may("team:read") ? findPeople(sql, q) : [],
  ]);
  return { data: found.flat() };
}

async function findPipelines(sql: Sql, q: string): Promise<SearchHit[]> {
  const found: repository.PipelineRow[] = [];
  const matches = matcherOf(q);
  for await (const row of repository.pipelineNames(sql))
    if (matches(row.dag_id) || matches(row.description ?? "")) found.push(row);
  return found
    .sort((a, b) => rank(a.dag_id, q) - rank(b.dag_id, q))
    .slice(0, PER_KIND)
    .map((row) => ({
      kind: "pipeline" as const,
      id: row.dag_id,
      title: row.dag_id,
      detail: row.description ?? "",
      state: row.is_paused ? "paused" : null,
      run: null,
      href: pipelineHref(row.dag_id),
    }));
}

/** By a pasted id or key, or by words: "flights 2001-01-05", "failed", "hello 12:44". */
async function findRuns(sql: Sql, q: string, zone: string): Promise<SearchHit[]> {
  const rows = await runRows(sql, q, zone);
  return rows.map((row) => ({
    kind: "run" as const,
    id: row.id,
    title: row.run_key,
    detail: row.dag_id,
    state: row.state,
    run: namedBy(row),
    href: `${pipelineHref(row.dag_id)}/runs/${encodeURIComponent(row.id)}`,
  }));
}

async function runRows(sql: Sql, q: string, zone: string): Promise<repository.RunRow[]> {
  const words = runWords(q);
  if (words.id) return repository.findRunsByIdPrefix(sql, words.id, PER_KIND);
  const byKey = q.length >= LEAST_PART ? await repository.findRunsByKey(sql, q, PER_KIND) : [];
  const { state, type, date, time, name } = words;
  if (byKey.length > 0 || (state ?? type ?? date ?? time) === null) return byKey;
  const dagIds = name === "" ? null : await pipelinesNamed(sql, name);
  if (dagIds?.length === 0) return [];
  return repository.findRunsByWords(sql, words, { dagIds, zone }, PER_KIND);
}

async function pipelinesNamed(sql: Sql, name: string): Promise<string[]> {
  const dags: string[] = [];
  const matches = matcherOf(name);
  for await (const row of repository.pipelineNames(sql)) if (matches(row.dag_id)) dags.push(row.dag_id);
  return dags;
}

function namedBy(row: repository.NamedRow): SearchHit["run"] {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    run_key: row.run_key,
    run_type: row.run_type,
    logical_date: iso(row.logical_date),
    data_interval_start: iso(row.data_interval_start),
    data_interval_end: iso(row.data_interval_end),
    time_zone: row.time_zone,
  };
}

async function findArtifacts(sql: Sql, q: string): Promise<SearchHit[]> {
  if (q.length < LEAST_PART) return [];
  const rows = await repository.findArtifacts(sql, q, PER_KIND);
  return rows.map((row) => ({
    kind: "artifact" as const,
    id: row.id,
    title: row.path,
    detail: row.dag_id,
    state: null,
    run: namedBy(row),
    href: `/artifacts?preview=${encodeURIComponent(row.id)}`,
  }));
}

async function findTasks(sql: Sql, q: string): Promise<SearchHit[]> {
  const rows = await repository.findTasks(sql, spellings(q), PER_KIND);
  return rows.map((row) => ({
    kind: "task" as const,
    id: row.task_id,
    title: row.task_id,
    detail: row.dag_id,
    state: null,
    run: null,
    href: `${pipelineHref(row.dag_id)}?task=${encodeURIComponent(row.task_id)}`,
  }));
}

async function findPeople(sql: Sql, q: string): Promise<SearchHit[]> {
  const found: repository.UserRow[] = [];
  const matches = matcherOf(q);
  for await (const row of repository.people(sql)) {
    if (matches(row.name) || row.email.toLowerCase().includes(q.toLowerCase())) found.push(row);
    if (found.length === PER_KIND) break;
  }
  return found.map((row) => ({
    kind: "user" as const,
    id: row.id,
    title: row.name,
    detail: row.email,
    state: null,
    run: null,
    href: "/settings/members",
  }));
}

/** The text as typed, and as typed with the other input method. */
function spellings(q: string): string[] {
  return [...new Set([q, convertHangulToQwerty(q)])];
}

/** Names that start with the text come before those that contain it. */
function rank(name: string, q: string): number {
  const found = spellings(q).map((spelling) => name.toLowerCase().indexOf(spelling.toLowerCase()));
  return Math.min(...found.filter((at) => at >= 0), Number.MAX_SAFE_INTEGER);
}

function pipelineHref(dagId: string): string {
  return `/pipelines/${encodeURIComponent(dagId)}`;
}
