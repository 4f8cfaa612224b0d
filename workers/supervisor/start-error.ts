/** A failed start, with a message for the person at the terminal. Printed without a stack. */
export class StartError extends Error {
  override name = "StartError";
}
