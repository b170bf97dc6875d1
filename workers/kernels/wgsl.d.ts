/** The text of a shader, put into the program when it is bundled. */
declare module '*.wgsl?raw' {
  const source: string;
  export default source;
}
