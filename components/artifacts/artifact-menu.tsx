"use client";
import { Copy, Ellipsis, ExternalLink, Fingerprint, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { copyText } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import type { ArtifactView } from "@/lib/artifacts/schema";
import { pageHref } from "./queries";

const DeleteArtifact = dynamic(() => import("./delete-artifact").then((module) => module.DeleteArtifact), {
  ssr: false,
});

/** What else one does with an artifact. Its end is here and not beside the download. */
export function ArtifactMenu({ artifact, canDelete }: { artifact: ArtifactView; canDelete: boolean }) {
  const t = useTranslations("artifacts");
  const common = useTranslations("common");
  const [deleting, setDeleting] = useState(false);
  const copy = (text: string) =>
    void copyText(text).then((done) => (done ? toast.info(common("copied")) : undefined));
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} size="sm" label={t("more_of", { path: artifact.path })} />}>
        <MenuItem asChild>
          <a href={pageHref(artifact.id)} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden className="text-fg-subtle" />
            {t("open_tab")}
          </a>
        </MenuItem>
        <MenuItem icon={Copy} onSelect={() => copy(new URL(pageHref(artifact.id), location.href).href)}>
          {t("copy_link")}
        </MenuItem>
        <MenuItem icon={Fingerprint} onSelect={() => copy(artifact.sha256)}>
          {t("copy_sha")}
        </MenuItem>
        {canDelete ? (
          <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
            {t("delete")}
          </MenuItem>
        ) : null}
      </Menu>
      {deleting ? <DeleteArtifact artifact={artifact} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}
