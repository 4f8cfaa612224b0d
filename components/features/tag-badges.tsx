import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/client/cn";

export function TagBadges({
  tags,
  className,
}: {
  tags: Record<string, string>;
  className?: string | undefined;
}) {
  return (
    <span className={cn("flex gap-1 overflow-hidden", className)}>
      {Object.entries(tags).map(([key, value]) => {
        const text = value === "" ? key : `${key}: ${value}`;
        return (
          <Badge key={key} title={text}>
            {text}
          </Badge>
        );
      })}
    </span>
  );
}
