import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/ui/states";
import { WebhooksPanel } from "@/components/webhooks/webhooks-panel";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("title") };
}

export default async function WebhooksPage() {
  const { permissions } = await requireSession();
  return permissions.includes("models:manage") ? <WebhooksPanel /> : <ForbiddenState />;
}
