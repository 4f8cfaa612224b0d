import { runChild } from "@/lib/point-in-time";

/** The process that reads files of features: DuckDB in a folder of its own, started by a long job. */
await runChild();
