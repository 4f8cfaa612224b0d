import type { Home, Secrets } from "./home";

/** Options of every embedded store. */
export type StoreContext = {
  home: Home;
  secrets: Secrets;
  /** For a test run: fast, not durable, removed at the end. */
  throwAway: boolean;
  /** Prints a short progress line. */
  say(line: string): void;
  /** Takes a server's output. */
  log(store: string, line: string): void;
};
