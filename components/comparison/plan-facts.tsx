"use client";
import { useTranslations } from "next-intl";
import { versionHref } from "@/components/runs/run-href";
import { AbsoluteTime } from "@/components/time/time";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import type { RerunPlan } from "@/lib/comparison/schema";

/** With what a run of the pipeline would be started. */
export function PlanFacts({ plan }: { plan: RerunPlan }) {
  const t = useTranslations("comparison");
  return (
    <section aria-label={t("plan")} className="grid min-w-0 gap-2 rounded-lg border px-3 py-2 text-sm">
      <p>
        {t.rich("plan_of", {
          dag: plan.dag_id,
          version: plan.version,
          link: (text) => (
            <Link className="text-accent hover:underline" href={versionHref(plan.dag_id, plan.version)}>
              {text}
            </Link>
          ),
        })}
      </p>
      {plan.data_interval ? (
        <p className="flex flex-wrap gap-x-1">
          <span>{t("plan_interval")}</span>
          <AbsoluteTime at={plan.data_interval.start} />
          <span aria-hidden>{"–"}</span>
          <AbsoluteTime at={plan.data_interval.end} />
        </p>
      ) : null}
      <CodeBlock code={JSON.stringify(plan.params, null, 2)} title={t("plan_params")} wrap />
    </section>
  );
}
