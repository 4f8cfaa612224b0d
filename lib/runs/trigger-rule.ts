/** A rule looks at the terminal states of all upstream tasks. More rules are more entries here. */
export type Verdict = "run" | "skipped" | "upstream_failed";
type Rule = (upstream: readonly string[]) => Verdict;

const RULES = {
  all_success(upstream) {
    if (upstream.some((state) => state !== "success" && state !== "skipped")) return "upstream_failed";
    return upstream.includes("skipped") ? "skipped" : "run";
  },
} satisfies Record<string, Rule>;
export type TriggerRule = keyof typeof RULES;

export function judge(rule: TriggerRule, upstream: readonly string[]): Verdict {
  return RULES[rule](upstream);
}
