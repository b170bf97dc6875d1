import { type ErrorCode, WindowshopError } from './windowshop-error.js';

/** The errors that cross from the worker to the page, and what each advises once it is there. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  snapshot_unreachable: 'Check the address of manifest.json, and that all files it names are published beside it.',
  snapshot_invalid: 'Build the snapshot again and publish all of its files together.',
  device_lost: 'Nothing to do: scoring goes on without the GPU.',
};

/**
 * Prepares an error for its way through Comlink, which keeps name, message and stack: the code travels as the name.
 * Errors of any other kind stay as they are.
 */
export function packError(error: unknown): unknown {
  if (!(error instanceof WindowshopError)) return error;
  const travelling = new Error(error.message);
  travelling.name = error.code;
  return travelling;
}

/** What {@link packError} sent, as the error it was; undefined for an error of any other kind. */
export function reviveError(error: unknown): WindowshopError | undefined {
  if (!(error instanceof Error)) return undefined;
  const hint = Object.hasOwn(HINTS, error.name) ? HINTS[error.name as ErrorCode] : undefined;
  return hint === undefined ? undefined : new WindowshopError(error.name as ErrorCode, error.message, { hint });
}
