/** Shortest password that the accounts accept. */
export const MIN_PASSWORD = 10;
