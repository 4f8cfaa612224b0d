import { BusyError } from "@/lib/platform/errors";

const RETRY_AFTER_SECONDS = 1;

/**
 * Room for what the requests of this process hold together: bytes of bodies, or records that are on their way to the store.
 * Who finds none waits in line for a while, because most shippers do not come again: they try three times within a tenth of
 * a second, and give up the batch.
 */
export class Room {
  #held = 0;
  readonly #line: (() => void)[] = [];

  constructor(readonly most: number) {}

  get held(): number {
    return this.#held;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#line.length;
  }

  /**
   * Runs `make` as soon as there is room, and holds what that takes until `leave`; the last one in may take more than is
   * left. Throws BusyError when there is none for so long.
   */
  async enter<T>(holdMs: number, make: () => T, sizeOf: (made: T) => number): Promise<T> {
    const take = () => this.#take(make, sizeOf);
    return this.#isOpen() && this.#line.length === 0 ? take() : this.#wait(holdMs, take);
  }

  leave(size: number): void {
    this.#held -= size;
    this.#advance();
  }

  #isOpen(): boolean {
    return this.#held < this.most;
  }

  #take<T>(make: () => T, sizeOf: (made: T) => number): T {
    try {
      const made = make();
      this.#held += sizeOf(made);
      return made;
    } finally {
      this.#advance();
    }
  }

  /** One by one: the next may find no room after this one. */
  #advance(): void {
    if (this.#isOpen()) this.#line.shift()?.();
  }

  #wait<T>(holdMs: number, take: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const admit = () => {
        clearTimeout(timer);
        try {
          resolve(take());
        } catch (error) {
          reject(error);
        }
      };
      const timer = setTimeout(() => {
        this.#line.splice(this.#line.indexOf(admit), 1);
        reject(new BusyError(RETRY_AFTER_SECONDS));
      }, holdMs);
      this.#line.push(admit);
    });
  }
}

/** Of all requests that bring logs; how long one that finds no room is held before it is refused. */
export type Rooms = { bytes: Room; records: Room; holdMs: number };
