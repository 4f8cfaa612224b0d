import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectionsPanel } from "@/components/settings/connections-panel";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings.connections"))("title") };
}

export default async function ConnectionsPage() {
  const { permissions } = await requireSession();
  if (!permissions.includes("settings:read")) return <ForbiddenState />;
  return <ConnectionsPanel canWrite={permissions.includes("settings:write")} />;
}
