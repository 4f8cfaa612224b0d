import type { Teller } from "../story";
import type { Live } from "./live";

/** Who answers, as the prediction log names it. */
export function tellerOf({ endpoint, variant, version }: Live): Teller {
  return {
    endpoint: endpoint.name,
    variant: variant.number,
    model: { name: version.name, version: version.version },
    rule: { rate: endpoint.logRate, rows: endpoint.logRows },
  };
}
