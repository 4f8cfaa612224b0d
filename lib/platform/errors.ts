import { because, type Reason } from "./reasons";

/** Domains throw these and lib/http translates them once. `code` is stable and part of the API. */
export type ErrorCode =
  | "BAD_REQUEST"
  | "INVALID"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "STEP_UP_REQUIRED"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "CONFLICT"
  | "STALE"
  | "PRECONDITION_REQUIRED"
  | "LIMIT_EXCEEDED"
  | "TOO_LARGE"
  | "RANGE_NOT_SATISFIABLE"
  | "RATE_LIMITED"
  | "UNAVAILABLE";

/** `pointer` is a JSON pointer into the input, such as /tasks/3/depends_on; `detail` says the reason in English. */
export type FieldError = Reason & { pointer: string; detail: string };

export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly extra: {
      reason?: Reason;
      errors?: FieldError[];
      retryAfterSeconds?: number;
      current?: unknown;
    } = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class InvalidError extends AppError {
  constructor(message: string, errors: FieldError[] = []) {
    super("INVALID", message, { errors });
  }
  static field(pointer: string, detail: string, reason: Reason): InvalidError {
    return new InvalidError(detail, [{ pointer, ...reason, detail }]);
  }
}

export class UnauthenticatedError extends AppError {
  constructor(message = "Sign in, or send an API token as Authorization: Bearer.") {
    super("UNAUTHENTICATED", message);
  }
}

export class ForbiddenError extends AppError {
  constructor(
    readonly permission: string,
    message: string,
    reason: Reason,
  ) {
    super("FORBIDDEN", message, { reason });
  }
}

export class NotFoundError extends AppError {
  constructor(kind: string, id: string) {
    super("NOT_FOUND", `There is no ${kind} ${JSON.stringify(id)}.`, {
      reason: because("not_there", { kind, id }),
    });
  }
}

export class ConflictError extends AppError {
  constructor(message: string, reason?: Reason, errors?: FieldError[]) {
    super("CONFLICT", message, { ...(reason ? { reason } : {}), ...(errors ? { errors } : {}) });
  }
  /** The name is taken; `pointer` is the field that has it. */
  static taken(pointer: string, name: string, detail: string): ConflictError {
    return new ConflictError(detail, undefined, [{ pointer, ...because("taken", { name }), detail }]);
  }
}

/** If-Match named an old version; `current` is the present one. */
export class StaleError extends AppError {
  constructor(message: string, current: unknown) {
    super("STALE", message, { current, reason: because("changed_meanwhile") });
  }
}

export class LimitError extends AppError {
  constructor(message: string, reason: Reason) {
    super("LIMIT_EXCEEDED", message, { reason });
  }
}

export class TooLargeError extends AppError {
  constructor(message: string) {
    super("TOO_LARGE", message);
  }
}

export class RateLimitedError extends AppError {
  constructor(message: string, retryAfterSeconds: number) {
    super("RATE_LIMITED", message, {
      retryAfterSeconds,
      reason: because("wait", { seconds: retryAfterSeconds }),
    });
  }
}

/** More came than can be taken in; what was sent may be sent again as it is. */
export class BusyError extends RateLimitedError {
  constructor(retryAfterSeconds: number) {
    super(`More comes in than is written. Send it again in ${retryAfterSeconds} s.`, retryAfterSeconds);
  }
}

/** A store of this installation cannot be used now; the request is not at fault. */
export class StoreAwayError extends AppError {
  constructor(message: string, retryAfterSeconds: number, reason?: Reason) {
    super("UNAVAILABLE", message, { retryAfterSeconds, ...(reason && { reason }) });
  }
}
