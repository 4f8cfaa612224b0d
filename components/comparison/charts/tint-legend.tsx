import { tintOf } from "./tint";

type Props = { name: string; low: string; high: string };
const STEPS = [0, 0.25, 0.5, 0.75, 1];

/** Which colour stands for which end. */
export function TintLegend({ name, low, high }: Props) {
  return (
    <p className="nums flex flex-wrap items-center gap-2 pt-2 text-fg-muted text-xs">
      <span className="break-all">{name}</span>
      <span>{low}</span>
      <span
        aria-hidden
        className="h-2 w-24 rounded-sm"
        style={{ background: `linear-gradient(to right, ${STEPS.map(tintOf).join(", ")})` }}
      />
      <span>{high}</span>
    </p>
  );
}
