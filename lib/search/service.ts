import { convertHangulToQwerty } from "es-hangul";
import type * as z from "zod";
import { parseInput } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { matcherOf } from "./match";
import * as repository from "./repository";
import { type SearchHit, SearchQuery, type SearchReply } from "./schema";

const PER_KIND = 6;
const DATE = /\d{4}(?:-\d{2}(?:-\d{2})?)?/;

/** Finds what the person may read; a kind they may not read is left out without a word. */
export async function search(ctx: Ctx, input: z.input<typeof SearchQuery>): Promise<SearchReply> {
  const { q } = parseInput(SearchQuery, input);
  const sql = poolSql(ctx.db.pool);
  const may = (permission: string) => ctx.actor.permissions.has(permission);
  const found = await Promise.all([
    may("pipelines:read") ? findPipelines(sql, q) : [],
    may("runs:read") ? findRuns(sql, q) : [],
    may("pipelines:read") ? findTasks(sql, q) : [],
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
      href: pipelineHref(row.dag_id),
    }));
}

/** A pasted id or its start; or a pipeline with a date, "flights 2001-01-05". */
async function findRuns(sql: Sql, q: string): Promise<SearchHit[]> {
  const id = /^run_[0-9A-Z]{1,26}$/i.test(q) ? `run_${q.slice(4).toUpperCase()}` : null;
  const rows = id ? await repository.findRunsByIdPrefix(sql, id, PER_KIND) : await findRunsByDate(sql, q);
  return rows.map((row) => ({
    kind: "run" as const,
    id: row.id,
    title: row.run_key,
    detail: row.dag_id,
    state: row.state,
    href: `${pipelineHref(row.dag_id)}/runs/${encodeURIComponent(row.id)}`,
  }));
}

async function findRunsByDate(sql: Sql, q: string): Promise<repository.RunRow[]> {
  const date = DATE.exec(q)?.[0];
  const name = q.replace(DATE, "").trim();
  if (!date || !name) return [];
  const dags: string[] = [];
  const matches = matcherOf(name);
  for await (const row of repository.pipelineNames(sql)) if (matches(row.dag_id)) dags.push(row.dag_id);
  return dags.length === 0 ? [] : repository.findRunsByKey(sql, dags, date, PER_KIND);
}

async function findTasks(sql: Sql, q: string): Promise<SearchHit[]> {
  const rows = await repository.findTasks(sql, spellings(q), PER_KIND);
  return rows.map((row) => ({
    kind: "task" as const,
    id: row.task_id,
    title: row.task_id,
    detail: row.dag_id,
    state: null,
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
    href: "/settings/members",
  }));
}

/** As typed, and as it would read had the other input method been on. */
function spellings(q: string): string[] {
  return [...new Set([q, convertHangulToQwerty(q)])];
}

/** Names that start with the words come before names that hold them. */
function rank(name: string, q: string): number {
  const found = spellings(q).map((spelling) => name.toLowerCase().indexOf(spelling.toLowerCase()));
  return Math.min(...found.filter((at) => at >= 0), Number.MAX_SAFE_INTEGER);
}

function pipelineHref(dagId: string): string {
  return `/pipelines/${encodeURIComponent(dagId)}`;
}
