import { PROBE_PATHS } from "../admin/probes";
import { type ErrorShape, problemShape } from "../listener/error-shape";
import { dataProtocol } from "./data/protocol";
import { featureProtocol } from "./feature/protocol";
import { importProtocol } from "./imports/protocol";
import { invocationsProtocol } from "./invocations/protocol";
import { logRooms } from "./logs/limits";
import { logProtocols } from "./logs/protocols";
import { createReceiver } from "./logs/receive";
import { mlflowProtocol } from "./mlflow/protocol";
import { openInferenceProtocol } from "./open-inference/protocol";
import { predictProtocol } from "./predict/protocol";
import type { Protocol } from "./protocol";
import { taskProtocol } from "./task/protocol";

/** Every protocol of the data plane; a new one is a line here. */
export const PROTOCOLS: readonly Protocol[] = [
  dataProtocol,
  taskProtocol,
  mlflowProtocol,
  importProtocol,
  ...logProtocols(createReceiver(logRooms())),
  featureProtocol,
  predictProtocol,
  openInferenceProtocol,
  invocationsProtocol,
];

/** What belongs to a protocol: all below its prefixes, and of the root what it names. */
function pathsOf({ prefixes }: Protocol): string[] {
  return prefixes.flatMap((prefix) => (typeof prefix === "string" ? [prefix] : [...prefix.root]));
}

/** Throws when two protocols claim the same address. */
export function protocolFinder(protocols: readonly Protocol[]): (path: string) => Protocol | undefined {
  const owned = protocols.flatMap((protocol) => pathsOf(protocol).map((path) => ({ path, protocol })));
  for (const [at, { path, protocol }] of owned.entries()) {
    const other = owned.find(
      (one, before) => before !== at && (isBelow(path, one.path) || isBelow(one.path, path)),
    );
    if (other)
      throw new Error(`${path} of ${protocol.name} is claimed by ${other.protocol.name} too (${other.path})`);
  }
  return (asked) => owned.find(({ path }) => isBelow(asked, path))?.protocol;
}

function isBelow(asked: string, path: string): boolean {
  return asked === path || asked.startsWith(`${path}/`);
}

export function shapeFinder(protocols: readonly Protocol[]): (path: string) => ErrorShape {
  const find = protocolFinder(protocols);
  return (path) => find(path)?.errorShape ?? problemShape;
}

const find = protocolFinder(PROTOCOLS);
/** How an error at this path is shown. */
export const shapeAt = shapeFinder(PROTOCOLS);

/** Which requests of the shared port belong to the data plane. */
export function isDataPlanePath(url: string): boolean {
  const path = url.split("?", 1)[0] ?? "";
  return PROBE_PATHS.has(path) || find(path) !== undefined;
}
