import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folder of real catalogues and journeys; it is no part of the product, and tests on it say so where it is missing. */
export const dataFolder: string = resolve(process.env.WINDOWSHOP_DATA ?? '../shared/data');

export const hasData = (name: string): boolean => existsSync(join(dataFolder, name));

/** What a skipped test says in its title. */
export const missingData = (name: string): string =>
  hasData(name) ? '' : ` (left out: no ${name} in WINDOWSHOP_DATA)`;
