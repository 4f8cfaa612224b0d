import type { Sql } from "@/lib/platform/db";

/** Names of the endpoints whose rows get the features of this service. */
export async function endpointsOfService(sql: Sql, service: string): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    `SELECT e.name FROM endpoint e JOIN endpoint_state s ON s.endpoint_id = e.id AND s.number = e.live_state
     WHERE s.feature_service = $1 ORDER BY e.name`,
    [service],
  );
  return rows.map(({ name }) => name);
}
