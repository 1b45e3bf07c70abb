import type { Page } from "playwright-core";

/** One picture: where it is taken and what is done before. */
export type Shot = {
  name: string;
  path: string;
  signedOut?: boolean;
  whole?: boolean;
  ready?: string;
  before?: (page: Page) => Promise<void>;
  /** Whose page it is, where it is not that of whoever signs in; these have the same password. */
  user?: "wang" | "li";
};
