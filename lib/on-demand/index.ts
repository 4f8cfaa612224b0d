/**
 * Owns the language of on-demand features: expressions over values of one row, of a cost that is known before. The online
 * answer and the training set are computed by this one code. Refuses to know where values come from.
 */
export { type CompiledFeature, compileFeatures } from "./compile";
export type { Computed, ExpressionFeature, ExpressionInput, Given } from "./language";
