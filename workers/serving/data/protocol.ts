import { problemShape } from "../../listener/error-shape";
import type { Protocol } from "../protocol";
import { artifactOperations } from "./artifacts";
import { downloadOperations } from "./downloads";
import { featureFileOperations } from "./feature-files";
import { objectOperations } from "./objects";
import { runFileOperations } from "./run-files";

/** Objects and artifacts, for tasks and for people: bodies are streams here, never parsed and never held. */
export const dataProtocol: Protocol = {
  name: "data plane",
  prefixes: ["/data"],
  authenticate: ["token", "attempt", "session"],
  errorShape: problemShape,
  limits: { bodyBytes: 16_384, decompressedBytes: 16_384, inFlight: 1_000, timeoutMs: 60_000 },
  operations: [
    ...objectOperations,
    ...artifactOperations,
    ...downloadOperations,
    ...runFileOperations,
    ...featureFileOperations,
  ],
};
