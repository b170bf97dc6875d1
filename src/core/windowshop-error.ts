/**
 * Codes that callers may rely on. The first group is reported through the `error` event only; the second is
 * thrown by the method whose description names it.
 */
export type ErrorCode =
  | 'snapshot_unreachable'
  | 'snapshot_invalid'
  | 'storage_unavailable'
  | 'storage_full'
  | 'worker_blocked'
  | 'device_lost'
  | 'event_invalid'
  | 'config_invalid'
  | 'unsupported'
  | 'profile_invalid'
  | 'destroyed';

/** The one error class of windowshop; tell errors apart by {@link WindowshopError.code}. */
export class WindowshopError extends Error {
  override readonly name = 'WindowshopError';
  readonly code: ErrorCode;
  /** What to do about it. */
  readonly hint?: string;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}
