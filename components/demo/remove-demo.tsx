"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import { removeDemo } from "./queries";

export function RemoveDemo() {
  const t = useTranslations("demo");
  const errorText = useErrorText();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: removeDemo,
    onSuccess: async ({ runs }) => {
      setAsking(false);
      toast.success(t("removed", { runs }));
      await client.invalidateQueries();
    },
  });
  const failure = remove.isError ? errorText(remove.error) : null;
  return (
    <>
      <Button size="sm" variant="ghost" icon={Trash2} onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      <ConfirmDialog
        danger
        open={asking}
        onOpenChange={(open) => {
          setAsking(open);
          remove.reset();
        }}
        title={t("remove_title")}
        description={t("remove_detail")}
        confirmLabel={t("remove")}
        busy={remove.isPending}
        error={failure ? (failure.detail ?? failure.title) : undefined}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
