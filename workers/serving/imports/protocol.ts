import { problemShape } from "../../listener/error-shape";
import { parseBody } from "../mlflow/parse-body";
import type { Protocol } from "../protocol";
import { importOperations } from "./mlflow";

const MAX_BODY = 32 * 1024 * 1024;

/** What `gwanje import` speaks: many rows a message, with the ids and times of where they come from. */
export const importProtocol: Protocol = {
  name: "imports",
  prefixes: ["/import"],
  authenticate: ["token"],
  errorShape: problemShape,
  // A message is as much work as a hundred of a client's.
  limits: { bodyBytes: MAX_BODY, decompressedBytes: MAX_BODY, inFlight: 32, timeoutMs: 120_000 },
  operations: importOperations,
  parseBody,
};
