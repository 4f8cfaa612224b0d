import type { Protocol } from "../protocol";
import { artifactMessages } from "./artifacts";
import { MlflowError, mlflowShape } from "./error-shape";
import { experimentMessages } from "./experiments";
import { loggedModelMessages } from "./logged-models";
import { metricMessages } from "./metrics";
import { modelVersionMessages } from "./model-versions";
import { multipartMessages } from "./multipart";
import { pageFileMessages } from "./page-files";
import { parseBody } from "./parse-body";
import { linkMessages } from "./printed-links";
import { registeredModelMessages } from "./registered-models";
import { runMessages } from "./runs";
import { serverMessages } from "./server";
import { signedArtifactMessages } from "./signed-artifacts";

/** The greatest message is a dataset's profile of 16 million characters. */
const MAX_BODY = 20 * 1024 * 1024;

/** What MLflow's clients and pages ask at an address without a path. GraphQL is not spoken; it is refused as MLflow refuses. */
const AT_ROOT = [
  ...(["/api/2.0", "/api/3.0", "/ajax-api", "/version", "/health", "/v1/traces", "/graphql"] as const),
  ...(["/get-artifact", "/model-versions/get-artifact"] as const),
];

/** MLflow's tracking protocol for its own clients: MLFLOW_TRACKING_URI is this server's address, with or without /mlflow. */
export const mlflowProtocol: Protocol = {
  name: "mlflow",
  prefixes: ["/mlflow", { root: AT_ROOT }],
  authenticate: ["token", "attempt"],
  errorShape: mlflowShape,
  errorSchema: MlflowError,
  limits: { bodyBytes: MAX_BODY, decompressedBytes: MAX_BODY, inFlight: 500, timeoutMs: 60_000 },
  operations: [
    ...serverMessages,
    ...experimentMessages,
    ...runMessages,
    ...metricMessages,
    ...loggedModelMessages,
    ...registeredModelMessages,
    ...modelVersionMessages,
    ...artifactMessages,
    ...pageFileMessages,
    ...linkMessages,
    ...multipartMessages,
    ...signedArtifactMessages,
  ],
  parseBody,
};
