/** The same words in another language: every text of the one, in the same places. */
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
