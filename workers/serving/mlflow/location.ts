import { decodedWhole } from "@/lib/experiments";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

/** Stores that a team may have named before it moved here. Artifacts lie in this server's bucket all the same. */
const STORES = /^(?:mlflow-artifacts|s3|gs|wasbs?|abfss?|dbfs|hdfs|oss):/i;

const MAX_LOCATION = 2_048;

/**
 * A client may name where artifacts are to lie, and it never decides that. One that could only mean this machine's own
 * files, or leads out of where it begins, is refused, so that nobody believes that it was heeded.
 */
export function assertLocation(location: string | undefined): void {
  if (location === undefined) return;
  const whole = decodedWhole(location);
  const leadsOut = whole === null || /[\p{Cc}\\]/u.test(whole) || whole.split(/[/?#;]/).includes("..");
  if (!leadsOut && location.length <= MAX_LOCATION && STORES.test(location)) return;
  throw InvalidError.field(
    "/artifact_location",
    "artifact_location must be empty: this server keeps artifacts in its own bucket.",
    because("invalid_format", { format: "mlflow-artifacts:/" }),
  );
}
