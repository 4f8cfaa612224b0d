import type { Day } from "./repository/partitions";

/**
 * The oldest days, as many as have to go until all together are no larger than `most`. The day that is being filled stays,
 * however large it is: without it nothing could be written.
 */
export function daysOver(days: readonly { day: Day; bytes: number }[], most: number, today: Day): Day[] {
  let bytes = days.reduce((sum, one) => sum + one.bytes, 0);
  return days.flatMap((one) => {
    if (bytes <= most || one.day >= today) return [];
    bytes -= one.bytes;
    return [one.day];
  });
}
