"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LogsLink } from "@/components/log-links/logs-link";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState, useErrorText } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toaster";
import { api, replyOf } from "@/lib/client/api";
import type { UserView } from "@/lib/team/schema";
import { ROLES } from "@/lib/team/values";
import { InvitesCard } from "./invites-card";
import { PasswordResetDialog } from "./password-reset-dialog";
import { teamQueries } from "./queries";
import type { PanelSession } from "./session-props";

export function MembersPanel({ session }: { session: PanelSession }) {
  const t = useTranslations("team.members");
  const role = useTranslations("team.role");
  const errorText = useErrorText();
  const client = useQueryClient();
  const manages = session.permissions.includes("team:manage");
  const [resetting, setResetting] = useState<UserView | null>(null);
  const users = useQuery(teamQueries.users());
  const change = useMutation({
    mutationFn: ({ id, ...body }: { id: string; role?: string; deactivated?: boolean }) =>
      api.patch(`/users/${id}`, replyOf<typeof UserView>(), { body }),
    onSettled: () => client.invalidateQueries({ queryKey: ["team"] }),
    onError: (error) => toast.error(errorText(error).title, { description: error.message }),
  });
  if (users.isPending) return <TableSkeleton rows={3} label={t("title")} />;
  if (users.isError) return <ErrorState error={users.error} onRetry={() => users.refetch()} />;
  return (
    <>
      <Card title={t("title")} description={t("description")} flush>
        <Table cards label={t("title")}>
          <thead>
            <tr>
              <Th>{t("name")}</Th>
              <Th>{t("role")}</Th>
              <Th className="hidden sm:table-cell">{t("last_sign_in")}</Th>
              <Th />
            </tr>
          </thead>
          <tbody>
            {users.data.data.map((user) => (
              <Tr key={user.id}>
                <Td>
                  <span className="font-medium">{user.name}</span>{" "}
                  {user.deactivated_at ? <Badge tone="warning">{t("deactivated")}</Badge> : null}
                  <span className="block text-fg-muted text-xs">{user.email}</span>
                </Td>
                <Td>
                  {manages ? (
                    <Select
                      label={`${t("role")}: ${user.name}`}
                      value={user.role}
                      options={ROLES.map((value) => ({ value, label: role(value) }))}
                      onChange={(value) => change.mutate({ id: user.id, role: value })}
                    />
                  ) : (
                    role(user.role)
                  )}
                </Td>
                <Td className="hidden sm:table-cell">
                  {user.last_sign_in_at ? <RelativeTime at={user.last_sign_in_at} /> : t("never")}
                </Td>
                <Td className="w-0 whitespace-nowrap text-right">
                  <LogsLink ids={{ user: user.id }} of={user.name} />
                  {manages && user.id !== session.user.id ? (
                    <Menu
                      trigger={<IconButton icon={MoreHorizontal} label={t("actions", { name: user.name })} />}
                    >
                      <MenuItem disabled={user.deactivated_at !== null} onSelect={() => setResetting(user)}>
                        {t("reset_password")}
                      </MenuItem>
                      <MenuItem
                        onSelect={() =>
                          change.mutate({ id: user.id, deactivated: user.deactivated_at === null })
                        }
                      >
                        {user.deactivated_at ? t("activate") : t("deactivate")}
                      </MenuItem>
                    </Menu>
                  ) : null}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Card>
      {manages ? <InvitesCard /> : null}
      <PasswordResetDialog user={resetting} onClose={() => setResetting(null)} />
    </>
  );
}
