/**
 * @file Core as native code and as wasm in Node, beside libraries in C and C++ and beside copying: the program of
 * tests/bench/native, built both ways and run by turns.
 */
import { makeContract } from './contract.js';
import { median } from './harness.js';

/** @param {() => number} next @param {number} count */
function makeDoubles(next, count) {
  const words = new Uint32Array(2);
  const doubles = [];
  while (doubles.length < count) {
    words.set([next() * 2 ** 32, next() * 2 ** 32]);
    const [double] = new Float64Array(words.buffer);
    if (Number.isFinite(double)) doubles.push(double);
  }
  return JSON.stringify(doubles);
}

/** @param {number} count */
function makeCalendar(count) {
  const events = Array.from({ length: count }, (_, i) => [
    'BEGIN:VEVENT',
    `UID:engagement-${i}@example.org`,
    'DTSTAMP:20261001T100000Z',
    `DTSTART;TZID=Europe/Paris:202611${String((i % 28) + 1).padStart(2, '0')}T193000`,
    'DURATION:PT2H30M',
    `SUMMARY:Così fan tutte\\, evening ${i}`,
    'DESCRIPTION:Call at half past five\\; get-in from noon. Dress: concert bla',
    ' ck.\\nContact: stage door\\, ring twice – “Ada”.',
    ...(i % 5 ? [] : ['RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=MO,TH']),
    'END:VEVENT',
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//EN', ...events.flat(), 'END:VCALENDAR', ''].join(
    '\r\n',
  );
}

/** @param {import('./harness.js').Bench} bench */
export default async (bench) => {
  if (bench.platform !== 'node') return;
  const { execFileSync } = await import('node:child_process');
  const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { compile } = await import('../../web/build/build.js');
  const { root, run } = await import('../../web/build/run.js');

  const wasm = await compile({ target: 'core_bench' });
  await run('cmake', ['--preset', 'native'], { label: 'configuring core' });
  await run('cmake', ['--build', '--preset', 'native', '--target', 'core_bench'], { label: 'building core' });
  const folder = mkdtempSync(`${tmpdir()}/cuelight-bench-`);
  try {
    const files = Object.entries({
      '1 KB.json': makeContract(bench.random(1024), 1024),
      '16 KB.json': makeContract(bench.random(16 * 1024), 16 * 1024),
      '1 MB.json': makeContract(bench.random(1024 * 1024), 1024 * 1024),
      'doubles.json': makeDoubles(bench.random(3), 10_000),
      '1,000 events.ics': makeCalendar(1000),
    }).map(([name, text]) => {
      writeFileSync(`${folder}/${name}`, text);
      return `${folder}/${name}`;
    });
    /** @type {Map<string, Map<string, number[]>>} */
    const works = new Map();
    for (let round = 0; round < 3; round += 1) {
      for (const [place, command, ...given] of [
        ['native', `${root}/build/native/tests/bench/native/core_bench`],
        ['wasm', process.execPath, `${wasm}/tests/bench/native/core_bench.cjs`],
      ]) {
        for (const line of execFileSync(command, [...given, ...files])
          .toString()
          .trim()
          .split('\n')) {
          const [work, candidate, rate] = line.split('\t');
          const rates = works.get(work) ?? works.set(work, new Map()).get(work);
          const name = place === 'native' ? candidate : `${candidate}, wasm`;
          rates?.set(name, [...(rates.get(name) ?? []), Number(rate)]);
        }
      }
    }
    for (const [title, rates] of works) {
      const ours = median(rates.get('Cuelight') ?? []);
      for (const [candidate, all] of rates) {
        const rate = median(all);
        bench.report({ title, candidate, unit: 'MB', rate, ratio: ours / rate });
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};
