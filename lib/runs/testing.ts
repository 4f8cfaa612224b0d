import type { Db } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { FinishInput } from "./finish";

/** Inserts a pipeline with one version of this spec, without the checks of saving; returns its dag_id. */
export async function makePipeline(
  { db }: { db: Db },
  spec: Record<string, unknown>,
  dag: { maxActiveRuns?: number; isPaused?: boolean } = {},
): Promise<string> {
  const dagId = newId("evt");
  const versionId = newId("ver");
  await db.prisma.dag.create({ data: { id: dagId, origin: "api", ...dag } });
  await db.prisma.dagVersion.create({
    data: {
      id: versionId,
      dagId,
      number: 1,
      spec: spec as object,
      specSha256: "x",
      layout: {},
      origin: "api",
    },
  });
  await db.prisma.dag.update({ where: { id: dagId }, data: { headVersionId: versionId } });
  return dagId;
}

/** A worker's report of a process that ended like this. */
export function outcome(ends: FinishInput["outcome"]): Omit<FinishInput, "attemptId" | "workerId"> {
  return {
    outcome: ends,
    exitCode: ends === "failed" ? 1 : 0,
    signal: null,
    errorCode: null,
    errorDetail: null,
    result: null,
    usage: null,
    logLines: 0,
    logBytes: 0,
    infra: false,
  };
}
