/** Meaning is thrown low and translated once, in lib/http. `code` is stable and part of the API. */
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

/** `pointer` is a JSON pointer into the input, such as /tasks/3/depends_on. */
export type FieldError = { pointer: string; code: string; detail: string };

export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly extra: { errors?: FieldError[]; retryAfterSeconds?: number; current?: unknown } = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class InvalidError extends AppError {
  constructor(message: string, errors: FieldError[] = []) {
    super("INVALID", message, { errors });
  }
  static field(pointer: string, detail: string, code = "invalid"): InvalidError {
    return new InvalidError(detail, [{ pointer, code, detail }]);
  }
}

export class UnauthenticatedError extends AppError {
  constructor(message = "Sign in, or send an API token as Authorization: Bearer.") {
    super("UNAUTHENTICATED", message);
  }
}

export class ForbiddenError extends AppError {
  constructor(readonly permission: string) {
    super("FORBIDDEN", `This needs the permission ${permission}. Ask an admin of the team.`);
  }
}

export class NotFoundError extends AppError {
  constructor(kind: string, id: string) {
    super("NOT_FOUND", `There is no ${kind} ${JSON.stringify(id)}.`);
  }
}

export class ConflictError extends AppError {
  constructor(message: string, errors: FieldError[] = []) {
    super("CONFLICT", message, errors.length > 0 ? { errors } : {});
  }
  /** Something of this name is there already; `pointer` is the field that names it. */
  static taken(pointer: string, detail: string): ConflictError {
    return new ConflictError(detail, [{ pointer, code: "taken", detail }]);
  }
}

/** If-Match named a version that is no longer the current one; `current` is what stands now. */
export class StaleError extends AppError {
  constructor(message: string, current: unknown) {
    super("STALE", message, { current });
  }
}

export class LimitError extends AppError {
  constructor(message: string) {
    super("LIMIT_EXCEEDED", message);
  }
}

export class TooLargeError extends AppError {
  constructor(message: string) {
    super("TOO_LARGE", message);
  }
}

export class RateLimitedError extends AppError {
  constructor(message: string, retryAfterSeconds: number) {
    super("RATE_LIMITED", message, { retryAfterSeconds });
  }
}
