import type { PolicyInput } from "@/lib/retention/schema";

type Name = keyof PolicyInput;
/** The texts of the form's fields. */
export type PolicyText = Record<Name, string>;

export const FIELDS: readonly { name: Name; mayBeEmpty: boolean; most: number }[] = [
  { name: "run_days", mayBeEmpty: true, most: 36_500 },
  { name: "runs_per_pipeline", mayBeEmpty: true, most: 1_000_000 },
  { name: "version_days", mayBeEmpty: false, most: 36_500 },
  { name: "worker_days", mayBeEmpty: false, most: 36_500 },
];

export function textOf(policy: PolicyInput): PolicyText {
  const text = (value: number | null) => (value === null ? "" : String(value));
  return {
    run_days: text(policy.run_days),
    runs_per_pipeline: text(policy.runs_per_pipeline),
    version_days: text(policy.version_days),
    worker_days: text(policy.worker_days),
  };
}

/** The policy of the fields, or the invalid fields. */
export function readPolicy(text: PolicyText): { policy: PolicyInput | null; wrong: Name[] } {
  const wrong = FIELDS.filter(({ name, mayBeEmpty, most }) => {
    const typed = text[name].trim();
    if (typed === "") return !mayBeEmpty;
    return !/^\d{1,7}$/.test(typed) || Number(typed) < 1 || Number(typed) > most;
  }).map(({ name }) => name);
  if (wrong.length > 0) return { policy: null, wrong };
  const limit = (name: Name) => (text[name].trim() === "" ? null : Number(text[name]));
  return {
    policy: {
      run_days: limit("run_days"),
      runs_per_pipeline: limit("runs_per_pipeline"),
      version_days: Number(text.version_days),
      worker_days: Number(text.worker_days),
    },
    wrong,
  };
}
