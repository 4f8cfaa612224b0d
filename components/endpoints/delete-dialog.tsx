"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import type { EndpointView } from "@/lib/endpoints/schema";
import { deleteEndpoint } from "./queries";
import { useEndpointDeed } from "./use-endpoint-deed";

export function DeleteDialog({ endpoint, onClose }: { endpoint: EndpointView; onClose: () => void }) {
  const t = useTranslations("endpoints");
  const router = useRouter();
  const { name } = endpoint;
  const remove = useEndpointDeed(
    () => deleteEndpoint(endpoint),
    () => {
      toast.success(t("deleted", { name }));
      router.push("/endpoints");
    },
    { isLeft: true },
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("delete_title", { name })}
      description={t("delete_text")}
      confirmLabel={t("delete")}
      danger
      typed={name}
      busy={remove.busy}
      error={remove.text}
      onConfirm={() => remove.run()}
    />
  );
}
