/** Steps that are pages of a challenge; those before them are about its import. */
export const SETUP_PAGES = ["about", "classes", "rules", "dates", "publish"] as const;
export type SetupPageKey = (typeof SETUP_PAGES)[number];

export const isSetupPage = (step: string): step is SetupPageKey =>
  (SETUP_PAGES as readonly string[]).includes(step);
