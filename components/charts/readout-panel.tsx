import { LookSwatch } from "./look-swatch";
import type { Reading } from "./readout";
import { TOOLTIP_STYLE } from "./tooltip-style";

type Props = {
  title: string;
  readings: readonly Reading[];
  /** "and 20 more", where there are more. */
  more: string | null;
  formatY: (y: number) => string;
};

/** What is under the pointer, the same over SVG and canvas. */
export function ReadoutPanel({ title, readings, more, formatY }: Props) {
  return (
    <div style={{ ...TOOLTIP_STYLE.contentStyle, padding: "6px 8px" }} className="max-w-72 shadow-pop">
      <div style={TOOLTIP_STYLE.labelStyle} className="nums">
        {title}
      </div>
      {readings.map((reading) => (
        <div key={reading.id} style={TOOLTIP_STYLE.itemStyle} className="flex items-center gap-2">
          <LookSwatch look={reading.look} />
          <span className="min-w-0 flex-1 truncate">{reading.name}</span>
          <span className="nums text-fg">{formatY(reading.y)}</span>
        </div>
      ))}
      {more ? <div className="text-fg-subtle">{more}</div> : null}
    </div>
  );
}
