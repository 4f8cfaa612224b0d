"use client";
import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { CreateTokenDialog } from "./create-token-dialog";
import { teamQueries } from "./queries";
import type { PanelSession } from "./session-props";
import { TokenTable } from "./token-table";

const BASE = "/tokens";

export function TokensPanel({ session }: { session: PanelSession }) {
  const t = useTranslations("team.tokens");
  const [creating, setCreating] = useState(false);
  // The palette opens this page with the form; the parameter is removed, so that a reload does not open it again.
  const [wanted, setWanted] = useQueryState("new", parseAsBoolean);
  useEffect(() => {
    if (!wanted) return;
    setCreating(true);
    void setWanted(null);
  }, [wanted, setWanted]);
  const tokens = useQuery(teamQueries.tokens());
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
        <TokenTable label={t("title")} base={BASE} tokens={tokens.data.data} />
      )}
      <CreateTokenDialog
        base={BASE}
        open={creating}
        onOpenChange={setCreating}
        permissions={session.permissions}
      />
    </Card>
  );
}
