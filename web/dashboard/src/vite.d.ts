/** What the bundler gives for an import with `?raw`. */
declare module '*.svg?raw' {
  const text: string;
  export default text;
}
