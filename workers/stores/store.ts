import type { Home, Secrets } from "./home";

/** What every embedded store is started with. */
export type StoreContext = {
  home: Home;
  secrets: Secrets;
  /** Stores of one test run: fast, not durable, removed at the end. */
  throwAway: boolean;
  /** One short progress line for a person. */
  say(line: string): void;
  /** A server's own output. */
  log(store: string, line: string): void;
};
