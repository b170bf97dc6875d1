/** The contents of a file as text, put in by the build. */
declare module '*?raw' {
  const text: string;
  export default text;
}
