import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { VariablesPanel } from "@/components/settings/variables-panel";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings.variables"))("title") };
}

export default async function VariablesPage() {
  const { permissions } = await requireSession();
  if (!permissions.includes("settings:read")) return <ForbiddenState />;
  return <VariablesPanel canWrite={permissions.includes("settings:write")} />;
}
