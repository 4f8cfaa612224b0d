import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RetentionPanel } from "@/components/retention/retention-panel";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("retention"))("title") };
}

export default async function RetentionPage() {
  const { permissions } = await requireSession();
  if (!permissions.includes("settings:read")) return <ForbiddenState />;
  return <RetentionPanel canWrite={permissions.includes("settings:write")} />;
}
