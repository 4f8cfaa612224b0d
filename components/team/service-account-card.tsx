"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { api, replyOf } from "@/lib/client/api";
import type { ServiceAccountView } from "@/lib/team/schema";
import { CreateTokenDialog } from "./create-token-dialog";
import { TokenTable } from "./token-table";

type Props = {
  account: ServiceAccountView;
  /** Permissions of its role. */
  permissions: readonly string[];
  onEdit: () => void;
};

export function ServiceAccountCard({ account, permissions, onEdit }: Props) {
  const t = useTranslations("team.service_accounts");
  const role = useTranslations("team.role");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [asking, setAsking] = useState(false);
  const off = account.deactivated_at !== null;
  const change = useMutation({
    mutationFn: (deactivated: boolean) =>
      api.patch(`/service-accounts/${account.id}`, replyOf<typeof ServiceAccountView>(), {
        body: { deactivated },
      }),
    onSettled: () => {
      setAsking(false);
      return client.invalidateQueries({ queryKey: ["team"] });
    },
    onError: (error) => toast.error(errorText(error).title, { description: error.message }),
  });
  const base = `/service-accounts/${account.id}/tokens`;
  return (
    <Card
      flush
      title={
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="break-all">{account.name}</span>
          <Badge>{role(account.role)}</Badge>
          {off ? <Badge tone="warning">{t("deactivated")}</Badge> : null}
        </span>
      }
      description={account.description}
      actions={
        <>
          <Button size="sm" disabled={off} onClick={() => setCreating(true)}>
            {t("new_token")}
          </Button>
          <Menu trigger={<IconButton icon={MoreHorizontal} label={t("actions", { name: account.name })} />}>
            <MenuItem onSelect={onEdit}>{t("edit")}</MenuItem>
            <MenuItem danger={!off} onSelect={() => (off ? change.mutate(false) : setAsking(true))}>
              {off ? t("activate") : t("deactivate")}
            </MenuItem>
          </Menu>
        </>
      }
    >
      {account.tokens.length === 0 ? (
        <p className="p-4 text-fg-muted text-sm">{t("no_tokens")}</p>
      ) : (
        <TokenTable
          label={t("tokens_of", { name: account.name })}
          base={base}
          tokens={account.tokens}
          silent={off}
        />
      )}
      <CreateTokenDialog base={base} open={creating} onOpenChange={setCreating} permissions={permissions} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("deactivate_title", { name: account.name })}
        description={t("deactivate_text")}
        confirmLabel={t("deactivate")}
        danger
        busy={change.isPending}
        onConfirm={() => change.mutate(true)}
      />
    </Card>
  );
}
