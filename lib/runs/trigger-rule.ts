/**
 * A rule looks at how all upstream tasks have ended, by counts: `failed` ones ended badly (failed, upstream_failed or
 * cancelled). More rules are more entries here.
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
