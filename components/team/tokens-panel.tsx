"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { api, NoReply } from "@/lib/client/api";
import type { TokenView } from "@/lib/team/schema";
import { CreateTokenDialog } from "./create-token-dialog";
import { teamQueries } from "./queries";
import type { PanelSession } from "./session-props";

export function TokensPanel({ session }: { session: PanelSession }) {
  const t = useTranslations("team.tokens");
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  const tokens = useQuery(teamQueries.tokens());
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`/tokens/${id}`, NoReply),
    onSuccess: () => {
      setRevoking(null);
      return client.invalidateQueries({ queryKey: ["team"] });
    },
  });
  if (tokens.isPending) return <TableSkeleton rows={3} label={t("title")} />;
  if (tokens.isError) return <ErrorState error={tokens.error} onRetry={() => tokens.refetch()} />;
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      {t("create")}
    </Button>
  );
  return (
    <Card
      title={t("title")}
      description={t("description")}
      flush
      actions={tokens.data.data.length > 0 ? create : null}
    >
      {tokens.data.data.length === 0 ? (
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
          action={create}
        />
      ) : (
        <Table label={t("title")}>
          <thead>
            <tr>
              <Th>{t("name")}</Th>
              <Th>{t("scopes")}</Th>
              <Th>{t("expires")}</Th>
              <Th>{t("used")}</Th>
              <Th />
            </tr>
          </thead>
          <tbody>
            {tokens.data.data.map((row) => (
              <Tr key={row.id}>
                <Td>
                  <span className="font-medium">{row.name}</span>{" "}
                  <span className="font-mono text-fg-subtle text-xs">{row.prefix}</span>
                </Td>
                <Td>
                  <span className="font-mono text-xs">{row.scopes.join(", ")}</span>
                </Td>
                <Td>
                  <RelativeTime at={row.expires_at} />
                </Td>
                <Td>{row.last_used_at ? <RelativeTime at={row.last_used_at} /> : t("never")}</Td>
                <Td>
                  <Button size="sm" onClick={() => setRevoking(row)}>
                    {t("revoke")}
                  </Button>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <CreateTokenDialog open={creating} onOpenChange={setCreating} permissions={session.permissions} />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={t("revoke")}
        description={t("revoke_text", { name: revoking?.name ?? "" })}
        confirmLabel={t("revoke")}
        danger
        busy={revoke.isPending}
        error={revoke.error?.message}
        onConfirm={() => revoking && revoke.mutate(revoking.id)}
      />
    </Card>
  );
}
