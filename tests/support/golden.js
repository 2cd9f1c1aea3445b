/**
 * @file The golden vectors as a function of a core, for every place where JavaScript runs: no Node built-ins here. C++
 * reads the same files in tests/core.
 *
 * @typedef {Record<string, any>} Vector
 * @typedef {{ reject: Vector[], jcs: { name: string, input: string, output: string }[], approval: Vector[], audit: Vector[], ics: { name: string, octets: string }[] }} Vectors
 */

/** @param {string} hex */
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const decoder = new TextDecoder('utf-8', { fatal: true });
/** @param {unknown[]} list */
const sorted = (list) => JSON.stringify([...list].sort());

/** What was refused, as code@offset. @param {() => unknown} call */
function refusal(call) {
  try {
    call();
  } catch (/** @type {any} */ cause) {
    return `${cause.code}@${cause.offset}`;
  }
  return 'accepted';
}

/** @param {any} view @param {Vector} expect @returns {Record<string, [string, string]>} what was found and expected */
function facesOf(view, expect) {
  const pairs = (/** @type {any[]} */ list) => sorted(list.map(({ code, pointer }) => `${code} ${pointer}`));
  const rows = Object.fromEntries(
    view.sections.flatMap((/** @type {any} */ { rows }) => rows.map((/** @type {any} */ row) => [row.pointer, row])),
  );
  return {
    confirmable: [String(view.confirmable), String(expect.confirmable)],
    refusals: [pairs(view.refusals), sorted(expect.refusals)],
    warnings: [pairs(view.warnings), sorted(expect.warnings)],
    ...Object.fromEntries(
      Object.entries(expect.rows ?? {}).map(([pointer, text]) => [pointer, [rows[pointer]?.text, text]]),
    ),
  };
}

/**
 * Compares every vector with what it expects.
 * @param {any} core
 * @param {Vectors} vectors
 * @returns {{ compared: number, wrong: string[], digests: string[] }} `digests`: what two places must have in common
 */
export function compare(core, vectors) {
  /** @type {string[]} */
  const wrong = [];
  /** @type {string[]} */
  const digests = [];
  let compared = 0;
  /** @param {string} name @param {unknown} found @param {unknown} expected */
  const same = (name, found, expected) => {
    compared += 1;
    if (found !== expected) wrong.push(`${name}: ${found} is not ${expected}`);
  };
  for (const { desc, inputHex, limits, code, offset } of vectors.reject) {
    const found = refusal(() => core.json.canonicalize(fromHex(inputHex), limits));
    same(`json-reject, ${desc}`, found, `${code}@${offset}`);
  }
  for (const { name, input, output } of vectors.jcs) {
    same(`jcs, ${name}`, decoder.decode(core.json.canonicalize(fromHex(input))), decoder.decode(fromHex(output)));
  }
  for (const { desc, type, payload, previous, options, expect } of vectors.approval) {
    const ask = {
      type,
      payload: JSON.stringify(payload),
      ...(previous ? { previous: JSON.stringify(previous) } : {}),
      ...options,
    };
    const view = core.approval.describe(ask);
    for (const [what, [found, expected]] of Object.entries(facesOf(view, expect)))
      same(`approval, ${desc}, ${what}`, found, expected);
    for (const locale of ['en', 'fr', 'de']) digests.push(core.approval.describe({ ...ask, locale }).viewDigest);
  }
  for (const { desc, jsonl, checkpoint, expect } of vectors.audit) {
    const anchor = checkpoint && { ...checkpoint, extensions: [], root: fromHex(checkpoint.root) };
    const { ok, rows, head, divergence } = core.audit.verifyChain(jsonl, { checkpoint: anchor });
    const text = (/** @type {any} */ verdict) => decoder.decode(core.json.canonicalize(JSON.stringify(verdict)));
    const wanted = [expect.ok, expect.rows, expect.head, expect.divergence];
    same(`audit, ${desc}`, text([ok, rows, head, divergence]), text(wanted));
  }
  for (const { octets } of vectors.ics) {
    try {
      const { jcal } = core.calendar.parse(fromHex(octets));
      digests.push(
        core.approval.digest({ type: 'text/calendar', payload: JSON.stringify(core.calendar.render(jcal)) }).hex,
      );
    } catch (/** @type {any} */ cause) {
      digests.push(`${cause.code}@${cause.offset}`);
    }
  }
  return { compared, wrong, digests };
}
