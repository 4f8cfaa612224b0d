"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { logsHref } from "@/components/log-links/logs-href";
import { useNow } from "@/components/time/clock";
import { AbsoluteTime, RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { api, NoReply } from "@/lib/client/api";
import type { TokenView } from "@/lib/team/schema";
import { RotateTokenDialog } from "./rotate-token-dialog";

type Props = {
  label: string;
  /** API path of this owner's tokens: `/tokens`, or that of a service account. */
  base: string;
  tokens: readonly TokenView[];
  /** The owner is deactivated, so no token works or can be replaced. */
  silent?: boolean;
};

export function TokenTable({ label, base, tokens, silent = false }: Props) {
  const t = useTranslations("team.tokens");
  const logs = useTranslations("log_sources");
  const client = useQueryClient();
  const now = useNow();
  const [rotating, setRotating] = useState<TokenView | null>(null);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`${base}/${id}`, NoReply),
    onSuccess: () => {
      setRevoking(null);
      return client.invalidateQueries({ queryKey: ["team"] });
    },
  });
  const close = () => {
    setRevoking(null);
    revoke.reset();
  };
  return (
    <>
      <Table cards label={label}>
        <thead>
          <tr>
            <Th>{t("name")}</Th>
            <Th>{t("expires")}</Th>
            <Th className="hidden sm:table-cell">{t("used")}</Th>
            <Th />
          </tr>
        </thead>
        <tbody>
          {tokens.map((row) => {
            const expired = Date.parse(row.expires_at) <= now;
            return (
              <Tr key={row.id}>
                <Td>
                  <span className="font-medium">{row.name}</span>{" "}
                  <span className="font-mono text-fg-subtle text-xs">{row.prefix}</span>{" "}
                  {expired ? <Badge tone="danger">{t("expired")}</Badge> : null}
                  <span className="block break-words font-mono text-fg-muted text-xs">
                    {row.scopes.join(", ")}
                  </span>
                  {row.replaced_by ? (
                    <span className="block text-warning text-xs">
                      {t.rich("replaced", {
                        time: () => <AbsoluteTime at={row.expires_at} seconds={false} />,
                      })}
                    </span>
                  ) : null}
                </Td>
                <Td>
                  <RelativeTime at={row.expires_at} />
                </Td>
                <Td className="hidden whitespace-nowrap sm:table-cell">
                  {row.last_used_at ? <RelativeTime at={row.last_used_at} /> : t("never")}
                  {row.last_used_ip ? (
                    <span className="block font-mono text-fg-muted text-xs">{row.last_used_ip}</span>
                  ) : null}
                </Td>
                <Td className="w-0 text-right">
                  <Menu
                    trigger={<IconButton icon={MoreHorizontal} label={t("actions", { name: row.name })} />}
                  >
                    <MenuItem asChild>
                      <Link href={logsHref({ token_id: row.id })}>{logs("logs")}</Link>
                    </MenuItem>
                    <MenuItem
                      disabled={silent || expired || row.replaced_by !== null}
                      onSelect={() => setRotating(row)}
                    >
                      {t("rotate")}
                    </MenuItem>
                    <MenuItem danger onSelect={() => setRevoking(row)}>
                      {t("revoke")}
                    </MenuItem>
                  </Menu>
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
      <RotateTokenDialog base={base} token={rotating} onClose={() => setRotating(null)} />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && close()}
        title={t("revoke")}
        description={t("revoke_text", { name: revoking?.name ?? "" })}
        confirmLabel={t("revoke")}
        danger
        busy={revoke.isPending}
        error={revoke.error?.message}
        onConfirm={() => revoking && revoke.mutate(revoking.id)}
      />
    </>
  );
}
