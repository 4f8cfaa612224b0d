import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServiceAccountsPanel } from "@/components/team/service-accounts-panel";
import { ForbiddenState } from "@/components/ui/states";
import { requireSession } from "@/lib/http/session";
import { ROLE_PERMISSIONS } from "@/lib/team";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.service_accounts"))("title") };
}

export default async function ServiceAccountsPage() {
  const { permissions } = await requireSession();
  if (!permissions.includes("team:manage")) return <ForbiddenState />;
  const { viewer, editor, admin } = ROLE_PERMISSIONS;
  return (
    <ServiceAccountsPanel rolePermissions={{ viewer: [...viewer], editor: [...editor], admin: [...admin] }} />
  );
}
