"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";

/** Copies the line of Python that fetches the file. */
export function CopyPython({ text }: { text: string }) {
  const t = useTranslations("run_files");
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={copied ? Check : Copy}
      title={text}
      onClick={() => void copyText(text).then(setCopied)}
    >
      {t("copy_python")}
    </Button>
  );
}
