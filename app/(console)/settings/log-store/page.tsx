import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LogStorePanel } from "@/components/log-store/log-store-panel";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("log_store"))("title") };
}

export default async function LogStorePage() {
  const { permissions } = await requireSession();
  return permissions.includes("settings:read") ? <LogStorePanel /> : <ForbiddenState />;
}
