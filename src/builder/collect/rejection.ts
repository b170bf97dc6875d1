export type RejectionCode =
  | 'no_id'
  | 'no_title'
  | 'duplicate_id'
  | 'broken_row'
  | 'no_item'
  | 'no_user'
  | 'unreadable_time';

/** A row that was left out; holds nothing of the row's contents, since it is published beside the snapshot. */
export interface Rejection {
  input: 'catalog' | 'events';
  /** From 1, in the unpacked file; record number where records are not lines. */
  line: number;
  code: RejectionCode;
  /** Empty where the row as a whole is at fault. */
  field: string;
}
