/** A chart, and the name of the file in `docs` that it goes into. */
export interface Figure {
  file: string;
  svg: string;
}

/** A part of the document; undefined = nothing of the kind was measured. */
export type Section = { text: string; figure?: Figure } | undefined;
