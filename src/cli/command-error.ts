/** Why a command ended without success; scripts may rely on the codes. */
export type CommandErrorCode =
  | 'bad_usage'
  | 'file_unreadable'
  | 'feed_damaged'
  | 'feed_unrecognized'
  | 'no_items'
  | 'too_many_rejected'
  | 'text_model_language'
  | 'text_model_missing'
  | 'max_bytes_too_small'
  | 'write_failed'
  | 'snapshot_unreadable'
  | 'snapshot_invalid'
  | 'release_refused'
  | 'item_unknown'
  | 'no_examples'
  | 'not_built'
  | 'port_taken'
  | 'listen_failed'
  | 'unexpected';

/** Ends a command: message and code for the reader, an exit code for the shell, and what is known for `--json`. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: CommandErrorCode;
  /** Goes beside the error in the JSON answer. */
  readonly known: Record<string, unknown>;

  constructor(
    code: CommandErrorCode,
    message: string,
    { known = {}, cause }: { known?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.known = known;
  }

  /** 2 = bad usage, 1 = anything else. */
  get exitCode(): 1 | 2 {
    return this.code === 'bad_usage' ? 2 : 1;
  }
}
