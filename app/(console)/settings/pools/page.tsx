import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PoolsPanel } from "@/components/settings/pools-panel";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings.pools"))("title") };
}

export default async function PoolsPage() {
  const { permissions } = await requireSession();
  if (!permissions.includes("settings:read")) return <ForbiddenState />;
  return <PoolsPanel canWrite={permissions.includes("settings:write")} />;
}
