/**
 * The verdict on a task whose upstream tasks have all ended, by how many of them failed (or were upstream_failed or
 * cancelled) and were skipped. Only `all_success` exists: READY and JUDGED in SQL assume it.
 */
export type Upstream = { failed: number; skipped: number };
export type Verdict = "run" | "skipped" | "upstream_failed";
type Rule = (upstream: Upstream) => Verdict;

const RULES = {
  all_success({ failed, skipped }) {
    if (failed > 0) return "upstream_failed";
    return skipped > 0 ? "skipped" : "run";
  },
} satisfies Record<string, Rule>;
export type TriggerRule = keyof typeof RULES;

export function judge(rule: TriggerRule, upstream: Upstream): Verdict {
  return RULES[rule](upstream);
}
