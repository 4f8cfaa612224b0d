import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PlaygroundHome } from "@/components/endpoints/playground/playground-home";
import { Page } from "@/components/layout/page-header";
import { ForbiddenState } from "@/components/ui/states";
import { getEndpoint } from "@/lib/endpoints";
import { foundOr404 } from "@/lib/http/found";
import { pageCtx, requireSession } from "@/lib/http/session";
import { env } from "@/lib/platform/env";

type Props = { params: Promise<{ endpointName: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("endpoints");
  return { title: `${t("playground.title")} · ${decodeURIComponent((await params).endpointName)}` };
}

export default async function PlaygroundPage({ params }: Props) {
  const { permissions } = await requireSession();
  if (!permissions.includes("endpoints:read") || !permissions.includes("predictions:run"))
    return <ForbiddenState />;
  const name = decodeURIComponent((await params).endpointName);
  return (
    <Page wide>
      <PlaygroundHome
        initial={await foundOr404(getEndpoint(await pageCtx(), { name }))}
        origin={new URL(env().GWANJE_URL).origin}
      />
    </Page>
  );
}
