import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TeamPanel } from "@/components/team/team-panel";
import { ForbiddenState } from "@/components/ui/states";
import { pageCtx, requireSession } from "@/lib/http/session";
import { getTeam } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team"))("team.title") };
}

export default async function TeamPage() {
  const { permissions } = await requireSession();
  if (!permissions.includes("team:manage")) return <ForbiddenState />;
  return <TeamPanel team={await getTeam(await pageCtx(), {})} />;
}
