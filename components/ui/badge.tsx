import { cva, type VariantProps } from "class-variance-authority";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/client/cn";

const badge = cva(
  "inline-flex h-5 max-w-full align-middle items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-surface-3 text-fg-muted",
        outline: "border border-border-strong text-fg-muted",
        success: "bg-success-soft text-success",
        warning: "bg-warning-soft text-warning",
        danger: "bg-danger-soft text-danger",
        info: "bg-info-soft text-info",
        accent: "bg-accent-soft text-accent",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

type BadgeProps = VariantProps<typeof badge> & {
  icon?: LucideIcon | undefined;
  title?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
};

export function Badge({ tone, icon: Icon, title, className, children }: BadgeProps) {
  return (
    <span title={title} className={cn(badge({ tone }), className)}>
      {Icon ? <Icon aria-hidden /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}
