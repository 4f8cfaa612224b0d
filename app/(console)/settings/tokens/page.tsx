import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TokensPanel } from "@/components/team/tokens-panel";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.tokens"))("title") };
}

export default async function TokensPage() {
  const session = await requireSession();
  return <TokensPanel session={session} />;
}
