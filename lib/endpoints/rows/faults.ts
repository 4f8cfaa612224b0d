import { InvalidError } from "@/lib/platform/errors";
import { pointerOf } from "@/lib/platform/shape";
import type { Problem } from "./scalar";

const MOST_FAULTS = 20;

/** What is wrong with a request, place by place. The first few are told. */
export class Faults {
  readonly #found: { path: PropertyKey[]; problem: Problem }[] = [];

  add(path: PropertyKey[], problem: Problem): void {
    if (!this.isFull) this.#found.push({ path, problem });
  }

  get isFull(): boolean {
    return this.#found.length >= MOST_FAULTS;
  }

  /** Throws InvalidError when there are any. */
  refuse(): void {
    const [first] = this.#found;
    if (!first) return;
    throw new InvalidError(
      `${first.path.map(String).join(".")}: ${first.problem.msg}`,
      this.#found.map(({ path, problem }) => ({
        pointer: pointerOf(path),
        code: problem.type,
        detail: problem.msg,
      })),
    );
  }
}

/** Throws InvalidError for one fault. */
export function refuseAt(path: PropertyKey[], type: string, msg: string): never {
  const faults = new Faults();
  faults.add(path, { type, msg });
  faults.refuse();
  throw new Error("A fault was added and not told");
}
