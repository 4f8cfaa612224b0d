/** Classes of SQLSTATE that are about the server or the connection, not about the statement: 08, 53, 57, 58. */
const SERVER_CLASS = /^(?:08|53|57|58)[0-9A-Z]{3}$/;
/** A statement that took too long may be at fault itself. */
const TOOK_TOO_LONG = "57014";
const NETWORK =
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;
/** What the client says of a connection without a code. */
const CONNECTION =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;

/** Whether a store was away, so that anything else would have failed too; false when what was asked of it is at fault. */
export function isStoreFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === TOOK_TOO_LONG) return false;
  return SERVER_CLASS.test(code) || NETWORK.test(code) || CONNECTION.test(error.message);
}

/** The statement was ended by the session's own limit. */
export function tookTooLong(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === TOOK_TOO_LONG;
}
