/** A start that cannot go on, in words for the person who typed the command. Printed without a stack. */
export class StartError extends Error {
  override name = "StartError";
}
