import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { WorkerPage } from "@/components/workers/worker-page";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getWorker } from "@/lib/tasks";

type Props = { params: Promise<{ workerId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("workers"))("worker") };
}

export default async function OneWorkerPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("queues:read")) return <ForbiddenState />;
  const id = decodeURIComponent((await params).workerId);
  await foundOr404(getWorker(await pageCtx(), { worker_id: id }));
  return (
    <Page>
      <WorkerPage id={id} canOrder={permissions.includes("settings:write")} />
    </Page>
  );
}
