import type { Protocol } from "../protocol";
import { elasticProtocol } from "./elastic";
import { linesProtocol } from "./lines";
import { lokiProtocol } from "./loki";
import { otlpProtocol } from "./otlp";
import type { Receiver } from "./receive";

/** Every protocol that takes logs in; all of them share the receiver's rooms. */
export function logProtocols(receiver: Receiver): Protocol[] {
  return [elasticProtocol(receiver), lokiProtocol(receiver), otlpProtocol(receiver), linesProtocol(receiver)];
}
