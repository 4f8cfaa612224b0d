import type { AllowList } from "@/lib/platform/address";
import { BoundedMap } from "@/lib/platform/bounded-map";
import type { RemotePlace } from "../repository/endpoints";
import { RemoteModel } from "./remote-model";

const MOST_HELD = 200;
/** What a server says of its model is asked for again so often: it may have another version by then. */
const FRESH_MS = 60_000;
/** A server that did not say is asked again so much later. */
const PAUSE_MS = 1_000;

type Held = { model: RemoteModel; at: number };
type Failure = { error: unknown; until: number };

/** What the remote models of this process take, as their servers said it last. */
export class RemoteModels {
  readonly #held = new BoundedMap<string, Held>(MOST_HELD);
  readonly #failures = new BoundedMap<string, Failure>(MOST_HELD);
  readonly #asking = new Map<string, Promise<RemoteModel>>();

  constructor(readonly monotonic: () => number = () => performance.now()) {}

  /** Known, if perhaps a minute old; a newer one is asked for meanwhile. */
  ready(key: string, place: RemotePlace, allow: AllowList): RemoteModel | undefined {
    const held = this.#held.get(key);
    if (held && this.monotonic() - held.at > FRESH_MS) this.load(key, place, allow).catch(() => {});
    return held?.model;
  }

  /** One question for all who ask at once. */
  load(key: string, place: RemotePlace, allow: AllowList): Promise<RemoteModel> {
    const under = this.#asking.get(key);
    if (under) return under;
    const failure = this.#failures.get(key);
    if (failure && failure.until > this.monotonic()) return Promise.reject(failure.error);
    const asking = RemoteModel.describe(place, allow)
      .then((model) => {
        this.#held.set(key, { model, at: this.monotonic() });
        return model;
      })
      .catch((error: unknown) => {
        this.#failures.set(key, { error, until: this.monotonic() + PAUSE_MS });
        throw error;
      })
      .finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }
}
