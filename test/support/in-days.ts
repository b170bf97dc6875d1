const DAY_MS = 24 * 60 * 60 * 1000;

/** Some days from now, ISO 8601. */
export const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
