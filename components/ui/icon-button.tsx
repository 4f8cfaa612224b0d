import { LoaderCircle, type LucideIcon } from "lucide-react";
import { cn } from "@/lib/client/cn";
import { type ButtonProps, buttonClass } from "./button";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ButtonProps, "children" | "icon" | "asChild"> & {
  icon: LucideIcon;
  /** The name of the button, for screen readers and the tooltip. */
  label: string;
  shortcut?: string | undefined;
};

export function IconButton({
  icon: Icon,
  label,
  shortcut,
  size = "md",
  variant = "ghost",
  busy,
  className,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        {...props}
        disabled={busy === true || props.disabled === true}
        className={cn(
          buttonClass({ variant, size }),
          size === "sm" ? "w-7 px-0" : size === "lg" ? "w-10 px-0" : "w-8 px-0",
          "[&_svg]:size-4",
          className,
        )}
      >
        {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : <Icon aria-hidden />}
      </button>
    </Tooltip>
  );
}
