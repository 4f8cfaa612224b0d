/** The registered model, a version for each day, the alias of the one to use, and the endpoint that follows it. */
export const MODEL = "flight-delay";
export const CHAMPION = "champion";
export const ENDPOINT = "flight-delay";
