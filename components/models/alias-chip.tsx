import { ShieldCheck, Tag } from "lucide-react";
import { Badge } from "@/components/ui/badge";

/** An alias as people write it. A shield stands for a policy. */
export function AliasChip({ alias, guarded = false }: { alias: string; guarded?: boolean }) {
  return (
    <Badge tone={alias === "champion" ? "accent" : "outline"} icon={guarded ? ShieldCheck : Tag}>
      {`@${alias}`}
    </Badge>
  );
}
