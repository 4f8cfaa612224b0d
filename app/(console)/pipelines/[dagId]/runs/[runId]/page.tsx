import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { RunView } from "@/components/runs/run-view";
import { ForbiddenState } from "@/components/ui/states";
import { runName } from "@/lib/client/run-name";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getRunHead } from "@/lib/runs";

type Props = { params: Promise<{ dagId: string; runId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { dagId, runId } = await params;
  const { timeZone, permissions } = await requireSession();
  const known = permissions.includes("runs:read")
    ? await getRunHead(await pageCtx(), { run_id: decodeURIComponent(runId) }).catch(() => null)
    : null;
  if (!known) return { title: decodeURIComponent(dagId) };
  const states = await getTranslations("common.state");
  const { text } = runName(known, { locale: await getLocale(), zone: timeZone, now: new Date() });
  const state = states.has(known.state as "failed") ? states(known.state as "failed") : known.state;
  return { title: `${state} · ${known.dag_id} · ${text}` };
}

export default async function RunPage({ params }: Props) {
  const { permissions } = await requireSession();
  const { dagId, runId } = await params;
  if (!permissions.includes("runs:read")) return <ForbiddenState />;
  const run = await foundOr404(getRunHead(await pageCtx(), { run_id: decodeURIComponent(runId) }));
  // A run has one address, under its own pipeline.
  if (run.dag_id !== decodeURIComponent(dagId)) return notFound();
  return <RunView head={run} canWrite={permissions.includes("runs:write")} />;
}
