/** A file, or what was asked of it, is wrong in a way that its owner can put right. The words are for them. */
export class Refused extends Error {}
