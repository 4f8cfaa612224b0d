"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { api, replyOf } from "@/lib/client/api";
import type { NewPasswordReset, UserView } from "@/lib/team/schema";

type Props = { user: UserView | null; onClose: () => void };

/** The link is shown once, in this dialog, and forgotten when it closes. */
export function PasswordResetDialog({ user, onClose }: Props) {
  const t = useTranslations("team.members");
  const make = useMutation({
    mutationFn: (id: string) =>
      api.post(`/users/${id}/password-reset`, replyOf<typeof NewPasswordReset>(), {}),
  });
  const close = () => {
    make.reset();
    onClose();
  };
  const footer = make.data ? (
    <Button variant="primary" onClick={close}>
      {t("done")}
    </Button>
  ) : (
    <Button variant="primary" busy={make.isPending} onClick={() => user && make.mutate(user.id)}>
      {t("create")}
    </Button>
  );
  return (
    <Dialog
      open={user !== null}
      onOpenChange={(open) => !open && close()}
      title={t("reset_password")}
      footer={footer}
    >
      {make.data ? (
        <div className="grid gap-3">
          <p className="text-sm">{t("reset_link", { name: user?.name ?? "" })}</p>
          <CodeBlock code={`${window.location.origin}${make.data.link_path}`} wrap />
        </div>
      ) : (
        <div className="grid gap-3">
          <p className="text-sm">{t("reset_text", { name: user?.name ?? "" })}</p>
          <p role="alert" className="text-danger text-sm empty:hidden">
            {make.error?.message}
          </p>
        </div>
      )}
    </Dialog>
  );
}
