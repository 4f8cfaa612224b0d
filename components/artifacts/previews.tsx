"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";

type Props = { href: string; path: string };

export function ImagePreview({ href, path }: Props) {
  const t = useTranslations("viewer");
  const [failed, setFailed] = useState(false);
  if (failed) return <p className="py-8 text-center text-danger text-sm">{t("image_failed")}</p>;
  return (
    <div className="grid place-items-center rounded-lg border bg-white p-3">
      {/* biome-ignore lint/performance/noImgElement: next/image would make the server decode a task's file */}
      <img
        src={href}
        alt={path}
        onError={() => setFailed(true)}
        className="max-h-[60dvh] max-w-full object-contain"
      />
    </div>
  );
}

/** Sandboxed twice: by this attribute and by the document's own policy. */
export function HtmlPreview({ href, path }: Props) {
  const t = useTranslations("viewer");
  return (
    <>
      <iframe
        src={href}
        title={path}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        className="h-[58dvh] w-full rounded-lg border bg-white"
      />
      <p className="text-fg-subtle text-xs">{t("sandboxed")}</p>
    </>
  );
}
