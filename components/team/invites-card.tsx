"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { api, NoReply } from "@/lib/client/api";
import { InviteDialog } from "./invite-dialog";
import { teamQueries } from "./queries";

export function InvitesCard() {
  const t = useTranslations("team.members");
  const role = useTranslations("team.role");
  const client = useQueryClient();
  const [inviting, setInviting] = useState(false);
  const invites = useQuery(teamQueries.invites());
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`/invites/${id}`, NoReply),
    onSettled: () => client.invalidateQueries({ queryKey: ["team"] }),
  });
  if (invites.isPending) return <TableSkeleton rows={2} label={t("invites")} />;
  if (invites.isError) return <ErrorState error={invites.error} onRetry={() => invites.refetch()} />;
  const open = invites.data.data.filter((invite) => invite.state === "open");
  return (
    <Card
      title={t("invites")}
      flush
      actions={
        <Button variant="primary" onClick={() => setInviting(true)}>
          {t("invite")}
        </Button>
      }
    >
      {open.length === 0 ? (
        <p className="p-4 text-fg-muted text-sm">{t("no_invites")}</p>
      ) : (
        <Table cards label={t("invites")}>
          <thead>
            <tr>
              <Th>{t("email")}</Th>
              <Th>{t("role")}</Th>
              <Th>{t("expires")}</Th>
              <Th />
            </tr>
          </thead>
          <tbody>
            {open.map((invite) => (
              <Tr key={invite.id}>
                <Td>{invite.email ?? t("anyone")}</Td>
                <Td>{role(invite.role)}</Td>
                <Td>
                  <RelativeTime at={invite.expires_at} />
                </Td>
                <Td>
                  <Button
                    size="sm"
                    busy={revoke.isPending && revoke.variables === invite.id}
                    onClick={() => revoke.mutate(invite.id)}
                  >
                    {t("revoke")}
                  </Button>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </Card>
  );
}
