import type { Metadata } from "next";
import { Page } from "@/components/layout/page-header";
import { ModelHome } from "@/components/models/model-home";
import { ForbiddenState } from "@/components/ui/states";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { readModel } from "@/lib/models";

type Props = { params: Promise<{ modelName: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).modelName) };
}

export default async function ModelPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("models:read")) return <ForbiddenState />;
  const name = decodeURIComponent((await params).modelName);
  const model = await foundOr404(readModel(await pageCtx(), { name }));
  return (
    <Page wide>
      <ModelHome
        initial={model}
        canWrite={permissions.includes("models:write")}
        canManage={permissions.includes("models:manage")}
      />
    </Page>
  );
}
