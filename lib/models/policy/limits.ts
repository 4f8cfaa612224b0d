/** Of characters; longer than any that a person reads. */
export const MAX_EXPRESSION = 2_000;
