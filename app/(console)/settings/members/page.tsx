import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MembersPanel } from "@/components/team/members-panel";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.members"))("title") };
}

export default async function MembersPage() {
  const session = await requireSession();
  return <MembersPanel session={session} />;
}
