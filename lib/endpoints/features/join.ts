import { type Joined, joinableService, joinFeatures } from "@/lib/features";
import type { Deps } from "@/lib/platform/context";
import { AppError } from "@/lib/platform/errors";
import { pointerOf } from "@/lib/platform/shape";
import type { EndpointRow, StateRow } from "../repository/endpoints";
import type { Warning } from "../rows/decode";
import { refuseAt } from "../rows/faults";
import type { RowForm } from "../rows/form";
import { type Features, givenRows } from "./given-rows";

export type Given = {
  /** The rows as a model takes them. Throws InvalidError. */
  rowsFor(form: RowForm): readonly unknown[];
  /** What was joined; null where nothing was. */
  joined: Joined | null;
  warnings: Warning[];
};

type Joining = Pick<EndpointRow, "deadlineMs"> & { live: Pick<StateRow, "features"> };

/** The rows of a request with the features of its endpoint, if it has a service of them. */
export async function givenFor(
  deps: Pick<Deps, "db" | "redis" | "clock">,
  { live, deadlineMs }: Joining,
  instances: readonly unknown[],
): Promise<Given> {
  if (!live.features) return { rowsFor: () => instances, joined: null, warnings: [] };
  const { service, fallback } = live.features;
  const rows = instances.map(namedRow);
  const joinable = await joinableService(deps.db, service);
  const reading = joinFeatures(deps, {
    service,
    rows,
    pointerOf: (row, name) => pointerOf(["instances", row, name]),
  });
  const features = await inTime(reading, deadlineMs).then(
    (joined): Features => ({ joined }),
    (error: unknown): Features => {
      if (fallback && error instanceof AppError && error.code === "UNAVAILABLE")
        return { fallback, because: error };
      throw error;
    },
  );
  return {
    rowsFor: (form) => givenRows(form, rows, service, joinable, features),
    joined: "joined" in features ? features.joined : null,
    warnings: "joined" in features ? [] : [FELL_BACK],
  };
}

const FELL_BACK: Warning = {
  loc: ["features"],
  msg: "The online store does not answer: features have the values that the endpoint declares for this",
  type: "features_unavailable",
};

function namedRow(row: unknown, at: number): Readonly<Record<string, unknown>> {
  if (isNamed(row)) return row;
  return refuseAt(
    ["instances", at],
    "dict_type",
    "Input should be an object by names, because features are joined to it",
  );
}

function isNamed(row: unknown): row is Readonly<Record<string, unknown>> {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

/** A store that is silent is waited for as long as the model would be. */
async function inTime<T>(reading: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const said = `The online store (Redis) did not answer within ${deadlineMs} ms. Send it again.`;
      reject(new AppError("UNAVAILABLE", said, { retryAfterSeconds: 1 }));
    }, deadlineMs);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
