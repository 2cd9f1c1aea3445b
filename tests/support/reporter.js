/** @file Node's test events as one line of JSON each, for tests/run.js to count. */

/** @param {any} cause */
function reason(cause) {
  const error = cause?.cause ?? cause;
  return String(error?.stack ?? error?.message ?? error ?? '');
}

/** @param {AsyncIterable<{ type: string, data: any }>} source */
export default async function* reporter(source) {
  for await (const { type, data } of source) {
    if (type === 'test:stderr' || type === 'test:stdout') {
      yield `${JSON.stringify({ kind: 'output', text: data.message, file: data.file })}\n`;
      continue;
    }
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') continue;
    // A file that runs stands in the stream as a test of its own.
    const isFile =
      data.nesting === 0 && data.name.endsWith('.js') && data.file?.endsWith(data.name.replace(/^.*\//, ''));
    if (isFile && type === 'test:pass') continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    const kind = skipped ? 'skip' : type === 'test:pass' ? 'pass' : 'fail';
    const why = kind === 'fail' ? reason(data.details?.error) : typeof data.skip === 'string' ? data.skip : '';
    yield `${JSON.stringify({ kind, name: data.name, file: data.file, why, ms: data.details?.duration_ms })}\n`;
  }
}
