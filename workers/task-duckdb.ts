import { runDuckDb } from "./tasks/programs/duckdb";
import { runJob } from "./tasks/programs/job";
import type { DuckDbJob } from "./tasks/sql-job";

/** The process of a sql task with engine duckdb. */
await runJob<DuckDbJob>(runDuckDb);
