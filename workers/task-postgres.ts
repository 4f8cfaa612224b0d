import { runJob } from "./tasks/programs/job";
import { runPostgres } from "./tasks/programs/postgres";
import type { PostgresJob } from "./tasks/sql-job";

/** The process of a sql task with engine postgres. */
await runJob<PostgresJob>(runPostgres);
