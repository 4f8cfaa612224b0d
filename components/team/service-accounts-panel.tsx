"use client";
import { useQuery } from "@tanstack/react-query";
import { Bot } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import type { ServiceAccountView } from "@/lib/team/schema";
import { teamQueries } from "./queries";
import { ServiceAccountCard } from "./service-account-card";
import { ServiceAccountDialog } from "./service-account-dialog";

/** Permissions of each role, from which a token's scopes are chosen. */
type RolePermissions = Record<ServiceAccountView["role"], readonly string[]>;

export function ServiceAccountsPanel({ rolePermissions }: { rolePermissions: RolePermissions }) {
  const t = useTranslations("team.service_accounts");
  const [editing, setEditing] = useState<{ target: ServiceAccountView | null } | null>(null);
  const accounts = useQuery(teamQueries.serviceAccounts());
  if (accounts.isPending) return <TableSkeleton rows={3} label={t("title")} />;
  if (accounts.isError) return <ErrorState error={accounts.error} onRetry={() => accounts.refetch()} />;
  const create = (
    <Button variant="primary" onClick={() => setEditing({ target: null })}>
      {t("create")}
    </Button>
  );
  const dialog = editing ? (
    <ServiceAccountDialog target={editing.target} onClose={() => setEditing(null)} />
  ) : null;
  if (accounts.data.data.length === 0)
    return (
      <Card title={t("title")} description={t("description")} flush>
        <EmptyState
          icon={<Bot aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
          action={create}
        />
        {dialog}
      </Card>
    );
  return (
    <>
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-fg-muted text-sm">{t("description")}</p>
        {create}
      </header>
      {accounts.data.data.map((account) => (
        <ServiceAccountCard
          key={account.id}
          account={account}
          permissions={rolePermissions[account.role]}
          onEdit={() => setEditing({ target: account })}
        />
      ))}
      {dialog}
    </>
  );
}
