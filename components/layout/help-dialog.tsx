"use client";
import { useTranslations } from "next-intl";
import { setSingleKeys, useLiveHotkeys, useSingleKeys } from "@/components/keyboard/use-hotkeys";
import { Switch } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { keyCaps } from "@/lib/client/hotkeys";

/** Lists the shortcuts of this page from the registry, so it is never out of date. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations("shell");
  const hotkeys = useLiveHotkeys();
  const singleKeys = useSingleKeys();
  const unique = [...new Map(hotkeys.map((hotkey) => [hotkey.keys, hotkey])).values()];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("keyboard")} description={t("keyboard_detail")}>
      <dl className="gap-x-8 sm:columns-2">
        {unique.map((hotkey) => (
          <div
            key={hotkey.keys}
            className="flex h-8 break-inside-avoid items-center justify-between gap-3 border-b"
          >
            <dt className="truncate text-sm">{hotkey.label}</dt>
            <dd>
              <Kbd keys={keyCaps(hotkey.keys)} />
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        className="mt-4"
        checked={singleKeys}
        onChange={setSingleKeys}
        label={t("single_keys")}
        hint={t("single_keys_hint")}
      />
    </Dialog>
  );
}
