/**
 * What Node starts a process with, before its file. The serving process moves whole artifacts through blocks that live for
 * a moment: young objects of 4 MiB at a time instead of 16 hold its memory some 20 MB lower and cost it no speed.
 */
export function nodeArgs(name: string): string[] {
  const args = ["--enable-source-maps"];
  if (name === "serving") args.push("--max-semi-space-size=4");
  return args;
}
