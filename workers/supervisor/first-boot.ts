import pg from "pg";

/** True until the first person exists. The set-up token is printed only then. */
export async function hasNoUser(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ none: boolean }>(
      "SELECT NOT EXISTS (SELECT 1 FROM user_account) AS none",
    );
    return rows[0]?.none ?? false;
  } finally {
    await client.end();
  }
}
