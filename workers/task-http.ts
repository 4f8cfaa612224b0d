import type { HttpJob } from "./tasks/http-job";
import { runHttp } from "./tasks/programs/http";
import { runJob } from "./tasks/programs/job";

/** The process of an http task. */
await runJob<HttpJob>(runHttp);
