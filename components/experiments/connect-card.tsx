"use client";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";

/** How a training script comes to write here: two variables, and MLflow's own client. */
export function ConnectCard({ origin, experiment }: { origin: string; experiment?: string }) {
  const t = useTranslations("experiments");
  return (
    <Card title={t("connect_title")} description={t("connect_text")}>
      <div className="grid max-w-3xl gap-3">
        <CodeBlock title={t("connect_shell")} code={shellOf(origin, experiment)} />
        <CodeBlock title={t("connect_python")} code={PYTHON} />
        <p className="text-fg-muted text-sm">
          {t.rich("connect_token", {
            link: (text) => (
              <Link href="/settings/tokens" className="text-accent underline">
                {text}
              </Link>
            ),
          })}
        </p>
      </div>
    </Card>
  );
}

function shellOf(origin: string, experiment: string | undefined): string {
  const lines = [
    `export MLFLOW_TRACKING_URI=${origin}/mlflow`,
    "export MLFLOW_TRACKING_TOKEN=gwj_pat_...",
    ...(experiment === undefined ? [] : [`export MLFLOW_EXPERIMENT_NAME=${quoted(experiment)}`]),
  ];
  return lines.join("\n");
}

/** As a POSIX shell reads it back. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

const PYTHON = `import mlflow

with mlflow.start_run():
    mlflow.log_param("learning_rate", 0.1)
    for step in range(100):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)`;
