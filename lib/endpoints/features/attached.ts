import { heldService } from "@/lib/features";
import type { Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { JoinedService } from "../repository/endpoints";
import type { Answering } from "../schema";

const NAMED = 10;

/** The service that a change leaves attached. Another service has no fallback of the one before. */
export function featuresOf(
  { feature_service: named, feature_fallback: declared }: Answering,
  before: JoinedService | null,
): JoinedService | null {
  const service = named === undefined ? (before?.service ?? null) : named;
  const kept = service === before?.service ? before?.fallback : null;
  const fallback = (declared === undefined ? kept : declared) ?? null;
  if (service !== null) return { service, fallback };
  if (!declared) return null;
  throw InvalidError.field(
    "/feature_fallback",
    "Values of features need a feature_service that has these features. Send it too.",
    because("required"),
  );
}

/** Throws InvalidError for a service or feature that is not there. What is found stays until the transaction ends. */
export async function refuseFeatures(sql: Sql, { service, fallback }: JoinedService): Promise<void> {
  const features = await heldService(sql, service);
  if (!features)
    throw InvalidError.field(
      "/feature_service",
      `There is no feature service ${JSON.stringify(service)}. Create it first.`,
      because("not_there", { kind: "feature service", id: service }),
    );
  const unknown = Object.keys(fallback ?? {}).find((reference) => !features.includes(reference));
  if (unknown === undefined) return;
  throw InvalidError.field(
    `/feature_fallback/${unknown}`,
    `${unknown} is no feature of ${service}. There are: ${features.slice(0, NAMED).join(", ")}${features.length > NAMED ? ", …" : ""}.`,
    because("not_there", { kind: "feature", id: unknown }),
  );
}
