import pg from "pg";
import {
  ISOLATION_GAPS,
  ISOLATION_LEVELS,
  type IsolationGap,
  type IsolationLevel,
} from "@/lib/platform/isolation";

const LEVEL: Record<IsolationLevel, string> = {
  isolated: "isolated: namespaces of their own",
  "separate-user":
    "separate user: a user id each; files that others may read, the network and the rest are shared",
  none: "none: they run as the worker's own user and may read what it may",
};
const GAP: Record<IsolationGap, string> = {
  network: "the machine's network is shared",
  limits: "limits are watched, not enforced",
};

/** The line of the start about task isolation on this machine; null before a worker has reported it. */
export async function isolationLine(databaseUrl: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ isolation: string | null; gaps: string[] }>(
      "SELECT isolation, isolation_gaps AS gaps FROM worker WHERE stopped_at IS NULL ORDER BY started_at DESC LIMIT 1",
    );
    const level = ISOLATION_LEVELS.find((one) => one === rows[0]?.isolation);
    if (level === undefined) return null;
    const gaps = ISOLATION_GAPS.filter((gap) => rows[0]?.gaps.includes(gap)).map((gap) => GAP[gap]);
    return `isolation of tasks: ${[LEVEL[level], ...gaps].join("; ")}`;
  } finally {
    await client.end();
  }
}
