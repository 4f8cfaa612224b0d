"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { api, NoReply } from "@/lib/client/api";
import type { IdentityList } from "@/lib/team/schema";
import { teamQueries } from "./queries";
import type { SsoChoice } from "./sso-buttons";
import type { SsoError } from "./sso-error";
import { startSso } from "./start-sso";

/** The address to which the provider returns; the server takes it as the wish to link. */
const RETURN = "/settings/profile?linked";

/** Provider accounts with which the person may sign in. */
export function LinkedAccounts({
  providers,
  error,
  identities: initial,
}: {
  providers: readonly SsoChoice[];
  error: SsoError | null;
  /** From the server's render, so the list is right at once. */
  identities: IdentityList;
}) {
  const t = useTranslations("team.linked");
  const sso = useTranslations("auth.sso");
  const client = useQueryClient();
  const [unlinking, setUnlinking] = useState<SsoChoice | null>(null);
  const identities = useQuery({ ...teamQueries.identities(), initialData: initial });
  const unlink = useMutation({
    mutationFn: (provider: string) => api.delete(`/me/identities/${provider}`, NoReply),
    onSuccess: () => {
      setUnlinking(null);
      return client.invalidateQueries({ queryKey: ["team"] });
    },
  });
  const link = async (provider: string) => {
    if (!(await startSso(provider, RETURN))) toast.error(sso("errors.unavailable"));
  };
  if (identities.isError)
    return <ErrorState error={identities.error} onRetry={() => void identities.refetch()} />;
  const linked = identities.data.data;
  return (
    <Card title={t("title")} description={t("description")} flush>
      {error ? (
        <p role="alert" className="border-b px-4 py-2 text-danger text-sm">
          {sso(`errors.${error}`)}
        </p>
      ) : null}
      <ul className="divide-y">
        {providers.map((provider) => {
          const account = linked.find((one) => one.provider === provider.id);
          return (
            <li
              key={provider.id}
              className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 text-sm"
            >
              <span className="font-medium">{provider.name}</span>
              <span className="min-w-0 flex-1 truncate text-fg-muted text-xs">
                {account ? (
                  <>
                    {account.email} <RelativeTime at={account.created_at} />
                  </>
                ) : (
                  t("not_linked")
                )}
              </span>
              {account ? (
                <Button size="sm" onClick={() => setUnlinking(provider)}>
                  {t("unlink")}
                </Button>
              ) : (
                <Button size="sm" onClick={() => void link(provider.id)}>
                  {t("link")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <ConfirmDialog
        open={unlinking !== null}
        onOpenChange={(open) => {
          if (open) return;
          unlink.reset();
          setUnlinking(null);
        }}
        title={t("unlink_title", { name: unlinking?.name ?? "" })}
        description={t("unlink_text")}
        confirmLabel={t("unlink")}
        danger
        busy={unlink.isPending}
        error={unlink.error?.message}
        onConfirm={() => unlinking && unlink.mutate(unlinking.id)}
      />
    </Card>
  );
}
