import { newId } from "@/lib/platform/ids";
import type { InferInput } from "./rows/open-inference";

/** Where the time of a request goes. `wait`: until the model is warm, and until those before are answered. */
export const PHASES = ["parse", "features", "wait", "run", "encode"] as const;
export type Phase = (typeof PHASES)[number];

/** What a caller asked, as the protocol has it: rows, or tensors. */
export type Asked =
  | { kind: "rows"; rows: readonly unknown[] }
  | { kind: "tensors"; inputs: InferInput["inputs"]; outputs: InferInput["outputs"] };

/** What the server joined for one row of a request, from one view: its values were true at one time. */
export type JoinedRow = {
  /** The values of the view's join keys. */
  entity: Record<string, unknown>;
  /** In the order of the view's `features`. */
  values: readonly unknown[];
  statuses: readonly string[];
  /** ISO 8601; null where nothing is known of the entity. */
  event_timestamp: string | null;
};
/** Features by view, each with as many `rows` as the request has. */
export type JoinedFeatures = {
  service: string | null;
  views: readonly { view: string; features: readonly string[]; rows: readonly JoinedRow[] }[];
};

/** Who answered: a variant of an endpoint by its number, and the version of the registered model behind it. */
export type Teller = {
  endpoint: string;
  variant: number;
  model: { name: string; version: number };
  /** The rule of what is kept: a share of the answers, and rows of each. */
  rule: { rate: number; rows: number };
};

/**
 * What happens to one request, told by the code that answers it as it goes along, for the prediction log. It costs nothing that
 * the answer waits for. Telling a part again replaces it, so an answer may be tried again.
 */
export class Story {
  readonly id: string;
  #teller: Teller | undefined;
  #asked: Asked | undefined;
  #given: readonly unknown[] | undefined;
  #features: JoinedFeatures | null = null;
  #since: number;
  #isKept: boolean | undefined;
  readonly #spent = new Map<Phase, number>();

  /** `nowMs` stands in the id. `since`: when the request came, by the monotonic clock. */
  constructor(
    nowMs: number,
    since: number = performance.now(),
    readonly monotonic: () => number = () => performance.now(),
  ) {
    this.id = newId("pred", nowMs);
    this.#since = since;
  }

  asks(asked: Asked): void {
    this.#asked = asked;
  }

  answeredBy(teller: Teller): void {
    this.#teller = teller;
  }

  /** The features that the server joined, if it could, and the rows as the model was given them with these. */
  joined(features: JoinedFeatures | null, given: readonly unknown[]): void {
    this.#features = features;
    this.#given = given;
  }

  /** The time since the phase before ended was spent with this one. */
  ends(phase: Phase): void {
    const now = this.monotonic();
    this.#spent.set(phase, (this.#spent.get(phase) ?? 0) + now - this.#since);
    this.#since = now;
  }

  /** Whether the log keeps its answer, by the rule of its endpoint. Decided once: what a shadow says is kept with it, or not. */
  get isKept(): boolean {
    const rate = this.#teller?.rule.rate ?? 0;
    this.#isKept ??= rate >= 1 || Math.random() < rate;
    return this.#isKept;
  }

  told() {
    return {
      id: this.id,
      teller: this.#teller,
      asked: this.#asked,
      given: this.#given,
      features: this.#features,
      spentMs: this.#spent,
    };
  }
}
export type Told = ReturnType<Story["told"]>;
