"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { api, NoReply } from "@/lib/client/api";
import { deviceOf } from "./device";
import { teamQueries } from "./queries";
import type { PanelSession } from "./session-props";

export function SessionsPanel(_props: { session: PanelSession }) {
  const t = useTranslations("team.sessions");
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const sessions = useQuery(teamQueries.sessions());
  const end = useMutation({
    mutationFn: (id: string | null) => api.delete(id ? `/sessions/${id}` : "/sessions", NoReply),
    onSuccess: (_, id) =>
      id ? client.invalidateQueries({ queryKey: ["team"] }) : window.location.assign("/sign-in"),
  });
  if (sessions.isPending) return <TableSkeleton rows={3} label={t("title")} />;
  if (sessions.isError) return <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} />;
  return (
    <Card
      title={t("title")}
      description={t("description")}
      flush
      actions={<Button onClick={() => setAsking(true)}>{t("end_all")}</Button>}
    >
      <Table cards label={t("title")}>
        <thead>
          <tr>
            <Th>{t("device")}</Th>
            <Th>{t("address")}</Th>
            <Th>{t("seen")}</Th>
            <Th>{t("since")}</Th>
            <Th />
          </tr>
        </thead>
        <tbody>
          {sessions.data.data.map((row) => (
            <Tr key={row.id}>
              <Td>
                <span className="whitespace-nowrap" title={row.user_agent ?? undefined}>
                  {deviceOf(row.user_agent ?? "") ?? row.user_agent?.slice(0, 40) ?? row.method}
                </span>
              </Td>
              <Td className="whitespace-nowrap font-mono text-xs">{row.ip}</Td>
              <Td>
                <RelativeTime at={row.last_seen_at} />
              </Td>
              <Td>
                <RelativeTime at={row.created_at} />
              </Td>
              <Td>
                {row.is_current ? (
                  <Badge>{t("this")}</Badge>
                ) : (
                  <Button
                    size="sm"
                    busy={end.isPending && end.variables === row.id}
                    onClick={() => end.mutate(row.id)}
                  >
                    {t("end")}
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("end_all")}
        description={t("end_all_text")}
        confirmLabel={t("end_all")}
        danger
        busy={end.isPending}
        error={end.error?.message}
        onConfirm={() => end.mutate(null)}
      />
    </Card>
  );
}
