/** @file Feeds a streamed export to the core's verifier, in pieces that leave the page time to breathe. */

const piece = 64 * 1024;

/**
 * @param {{ push(bytes: Uint8Array): void, finish(): any, readonly rows: number }} verifier
 * @param {Response} response
 * @param {AbortSignal} signal
 * @param {(progress: { rows: number, octets: number, total: number, seconds: number }) => void} report
 * @returns {Promise<any>} the verdict
 */
export async function verifyStream(verifier, response, signal, report) {
  const total = response.headers.get('content-encoding') ? 0 : Number(response.headers.get('content-length') ?? 0);
  const began = performance.now();
  let octets = 0;
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  let painted = began;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (let at = 0; at < value.length; at += piece) {
      const part = value.subarray(at, at + piece);
      verifier.push(part);
      octets += part.length;
      if (performance.now() - painted > 30) {
        const spent = (performance.now() - began) / 1000;
        report({ rows: verifier.rows, octets, total, seconds: total ? (spent * (total - octets)) / octets : 0 });
        await new Promise((resolve) => setTimeout(resolve));
        signal.throwIfAborted();
        painted = performance.now();
      }
    }
  }
  return verifier.finish();
}
