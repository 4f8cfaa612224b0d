import type { CodeSource } from "@/components/logs/code-source";
import { textSpans } from "@/components/logs/line-spans";
import { LineText } from "@/components/logs/line-text";
import type { Sought } from "@/lib/log-records/values";

type Props = {
  text: string;
  sought: readonly Sought[];
  /** The code that frames of a traceback lead to. */
  source?: CodeSource | null | undefined;
};

/** A message, as every line of a log is shown. */
export function MessageText({ text, sought, source = null }: Props) {
  return <LineText spans={textSpans(text, source)} sought={sought} />;
}
