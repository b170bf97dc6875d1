const LONGEST_TOLD = 60;

/** A text of an input as a message shows it: quoted, and cut where it is long. */
export const toldText = (text: string): string =>
  JSON.stringify(text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text);
