"use client";
import { useQuery } from "@tanstack/react-query";
import { Ellipsis, ListChecks, Pencil, Plus, Power, Send, Trash2, Webhook } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toast } from "@/components/ui/toaster";
import type { WebhookView } from "@/lib/models/schema";
import { DeliveriesSheet } from "./deliveries-sheet";
import { EVENT_NAMES } from "./event-names";
import { changeWebhook, deleteWebhook, testWebhook, webhookQueries } from "./queries";
import { useWebhookDeed } from "./use-webhook-deed";
import { WebhookDialog } from "./webhook-dialog";

type Open =
  | { kind: "edit"; target: WebhookView | null }
  | { kind: "messages" | "delete"; target: WebhookView };

/** The addresses that are told of what happens in the registry. */
export function WebhooksPanel() {
  const t = useTranslations("webhooks");
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const list = useQuery(webhookQueries.all());
  if (list.isPending) return <TableSkeleton rows={3} label={t("title")} />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data.data;
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen({ kind: "edit", target: null })}>
      {t("create")}
    </Button>
  );
  return (
    <Card flush title={t("title")} description={t("description")} actions={rows.length > 0 ? create : null}>
      {rows.length === 0 ? (
        <EmptyState
          icon={<Webhook aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
          action={create}
        />
      ) : (
        <Table cards label={t("title")}>
          <thead>
            <tr>
              <Th>{t("url")}</Th>
              <Th>{t("events")}</Th>
              <Th>{t("state")}</Th>
              <Th>{t("changed")}</Th>
              <Th className="w-10">
                <span className="sr-only">{t("actions")}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.id}>
                <Td className="max-w-80">
                  <button
                    type="button"
                    className="block max-w-full truncate rounded-sm text-left font-mono text-accent text-xs hover:underline"
                    title={row.url}
                    onClick={() => setOpen({ kind: "messages", target: row })}
                  >
                    {row.url}
                  </button>
                  {row.description ? (
                    <span className="block break-words text-fg-muted text-xs">{row.description}</span>
                  ) : null}
                </Td>
                <Td className="min-w-40">
                  <span className="flex flex-wrap gap-1">
                    {row.events.map((event) => (
                      <Badge key={event}>{t(`event.${EVENT_NAMES[event]}`)}</Badge>
                    ))}
                  </span>
                </Td>
                <Td className="whitespace-nowrap">
                  <Badge tone={row.active ? "success" : "warning"}>{t(row.active ? "on" : "off")}</Badge>
                </Td>
                <Td className="whitespace-nowrap">
                  <RelativeTime at={row.updated_at} />
                </Td>
                <Td className="w-10">
                  <RowMenu row={row} onOpen={setOpen} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {open?.kind === "edit" ? <WebhookDialog target={open.target} onClose={close} /> : null}
      {open?.kind === "messages" ? <DeliveriesSheet webhook={open.target} onClose={close} /> : null}
      {open?.kind === "delete" ? <DeleteWebhook webhook={open.target} onClose={close} /> : null}
    </Card>
  );
}

function RowMenu({ row, onOpen }: { row: WebhookView; onOpen: (open: Open) => void }) {
  const t = useTranslations("webhooks");
  const test = useWebhookDeed(
    () => testWebhook(row.id),
    () => {
      toast.success(t("test_sent"));
      onOpen({ kind: "messages", target: row });
    },
  );
  const toggle = useWebhookDeed(
    () => changeWebhook(row.id, { active: !row.active }),
    ({ active }) => toast.success(t(active ? "switched_on" : "switched_off")),
  );
  return (
    <Menu trigger={<IconButton icon={Ellipsis} size="sm" label={t("actions_of", { url: row.url })} />}>
      <MenuItem icon={ListChecks} onSelect={() => onOpen({ kind: "messages", target: row })}>
        {t("messages")}
      </MenuItem>
      <MenuItem icon={Send} onSelect={() => test.run()}>
        {t("test")}
      </MenuItem>
      <MenuItem icon={Pencil} onSelect={() => onOpen({ kind: "edit", target: row })}>
        {t("edit")}
      </MenuItem>
      <MenuItem icon={Power} onSelect={() => toggle.run()}>
        {t(row.active ? "switch_off" : "switch_on")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={() => onOpen({ kind: "delete", target: row })}>
        {t("delete")}
      </MenuItem>
    </Menu>
  );
}

function DeleteWebhook({ webhook, onClose }: { webhook: WebhookView; onClose: () => void }) {
  const t = useTranslations("webhooks");
  const remove = useWebhookDeed(
    () => deleteWebhook(webhook.id),
    () => {
      toast.success(t("deleted"));
      onClose();
    },
  );
  return (
    <ConfirmDialog
      open
      danger
      onOpenChange={(open) => !open && onClose()}
      title={t("delete_title")}
      description={t("delete_text", { url: webhook.url })}
      confirmLabel={t("delete")}
      busy={remove.busy}
      error={remove.text}
      onConfirm={() => remove.run()}
    />
  );
}
