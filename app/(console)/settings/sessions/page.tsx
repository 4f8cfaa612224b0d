import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SessionsPanel } from "@/components/team/sessions-panel";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.sessions"))("title") };
}

export default async function SessionsPage() {
  const session = await requireSession();
  return <SessionsPanel session={session} />;
}
