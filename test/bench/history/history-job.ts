export interface HistoryJob {
  manifestUrl: string;
  itemCount: number;
  /** Events of each history. */
  lengths: number[];
  rounds: number;
}

/** Milliseconds of one round. */
interface Round {
  /** One event into the log. */
  event: number;
  /** The shopper made from the log. */
  shopper: number;
  /** The shopper packed and copied, as a message to the worker is. */
  clone: number;
  recommend: number;
}

export interface HistoryTimes {
  events: number;
  /** Of the shopper in the message. */
  sentBytes: number;
  rounds: Round[];
}

export interface HistoryOutcome {
  device: string;
  times: HistoryTimes[];
}
