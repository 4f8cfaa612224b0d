import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfilePanel } from "@/components/team/profile-panel";
import { requireSession } from "@/lib/http/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.profile"))("title") };
}

export default async function ProfilePage() {
  const session = await requireSession();
  return <ProfilePanel session={session} />;
}
