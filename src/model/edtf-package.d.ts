declare module 'edtf' {
  /** The EDTF 1.0 value that `text` denotes, with its bounds in UTC milliseconds; throws a SyntaxError. */
  function edtf(text: string): { readonly min: number; readonly max: number };
  // biome-ignore lint/style/noDefaultExport: the package has a default export
  export default edtf;
}
