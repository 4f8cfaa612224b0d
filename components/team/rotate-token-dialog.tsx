"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { AbsoluteTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { api, replyOf } from "@/lib/client/api";
import type { NewToken, TokenView } from "@/lib/team/schema";

type Props = {
  /** API path of this owner's tokens: `/tokens`, or that of a service account. */
  base: string;
  token: TokenView | null;
  onClose: () => void;
};

/** The successor is shown once, in this dialog, and forgotten when it closes. */
export function RotateTokenDialog({ base, token, onClose }: Props) {
  const t = useTranslations("team.tokens");
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: (id: string) => api.post(`${base}/${id}/rotate`, replyOf<typeof NewToken>(), {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ["team"] }),
  });
  const close = () => {
    rotate.reset();
    onClose();
  };
  const footer = rotate.data ? (
    <Button variant="primary" onClick={close}>
      {t("done")}
    </Button>
  ) : (
    <Button variant="primary" busy={rotate.isPending} onClick={() => token && rotate.mutate(token.id)}>
      {t("rotate")}
    </Button>
  );
  return (
    <Dialog
      open={token !== null}
      onOpenChange={(open) => !open && close()}
      title={t("rotate_title", { name: token?.name ?? "" })}
      footer={footer}
    >
      {rotate.data ? (
        <div className="grid gap-3">
          <p className="text-sm">{t("made")}</p>
          <CodeBlock code={rotate.data.token} wrap />
          <p className="text-fg-muted text-sm">
            {t.rich("rotated_expires", {
              time: () => <AbsoluteTime at={rotate.data.expires_at} seconds={false} />,
            })}
          </p>
        </div>
      ) : (
        <div className="grid gap-3">
          <p className="text-sm">{t("rotate_text")}</p>
          <p className="text-fg-muted text-sm">{t("rotate_leaked")}</p>
          <p role="alert" className="text-danger text-sm empty:hidden">
            {rotate.error?.message}
          </p>
        </div>
      )}
    </Dialog>
  );
}
