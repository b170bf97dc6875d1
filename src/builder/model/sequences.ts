/** Items in the order in which users met them: sequence s has the entries `offsets[s]` … `offsets[s + 1]`. */
export interface Sequences {
  /** [S + 1] */
  offsets: Uint32Array;
  items: Uint32Array;
  /** The sequence of each entry. */
  sequenceOf: Uint32Array;
  /** [S] how long ago it ended, 0 = at the end of the log … 1 = at its beginning; 0 where no times are known. */
  ages: Float32Array;
}
