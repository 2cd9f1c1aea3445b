/**
 * @file `npm run package`: the tarball that would be published, in build/package/. It holds exactly what the entries
 * reach: a file that is missing from package.json's `files`, or stands there for nothing, is refused.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from './build.js';
import { installPackages } from './packages.js';
import { Failure, program, root, run, say } from './run.js';

const manifest = () => JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** Every file that the exports and programs of package.json name. @returns {string[]} */
export function entryFiles() {
  /** @param {unknown} value @returns {string[]} */
  const leaves = (value) => (typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(leaves));
  const { exports, bin } = manifest();
  return [...new Set([...leaves(exports), ...leaves(bin)])].map((file) => file.replace(/^\.\//, ''));
}

/** What a TypeScript declaration reaches. @param {string} file @param {Set<string>} seen */
function declarations(file, seen) {
  if (seen.has(file)) return;
  seen.add(file);
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, path] of text.matchAll(/(?:from\s+|import\()'(\.[^']+)'/g)) {
    const target = join(dirname(file), path);
    declarations(existsSync(join(root, target)) ? target : target.replace(/\.js$/, '.d.ts'), seen);
  }
}

/** Every file that the entries reach. @returns {Promise<Set<string>>} */
async function reached() {
  const { build: bundle } = await import('esbuild');
  const files = entryFiles();
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: files.filter((file) => file.endsWith('.js')),
    outdir: 'build/unwritten',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const found = new Set(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', ...Object.keys(metafile.inputs)]);
  for (const file of files) {
    if (file.endsWith('.d.ts')) declarations(file, found);
    else found.add(file);
  }
  // A module finds its WebAssembly by its own address.
  for (const input of Object.keys(metafile.inputs)) {
    const text = readFileSync(join(root, input), 'utf8');
    for (const [, path] of text.matchAll(/new URL\('(\.[^']+)',\s*import\.meta\.url\)/g))
      found.add(join(dirname(input), path));
  }
  return found;
}

/** Makes the tarball in `folder` and gives its path. @param {string} [folder] */
export async function pack(folder = `${root}/build/package`) {
  await build({ quiet: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [{ filename, files, size, unpackedSize }] = JSON.parse(
    await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      otherwise: 'npm pack failed; its message stands above.',
    }),
  );
  const packed = new Set(files.map((/** @type {{ path: string }} */ { path }) => path));
  const wanted = await reached();
  const missing = [...wanted].filter((file) => !packed.has(file));
  const idle = [...packed].filter((file) => !wanted.has(file));
  if (missing.length > 0)
    throw new Failure(`The package lacks ${missing.join(', ')}. Name them in package.json's "files".`);
  if (idle.length > 0)
    throw new Failure(`Nothing in the package reaches ${idle.join(', ')}. Take them out of package.json's "files".`);
  return { tarball: join(folder, filename), files: [...packed].sort(), size, unpackedSize };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await program(async () => {
    await installPackages();
    const { tarball, files, size, unpackedSize } = await pack();
    for (const file of files) say(file);
    say(`${relative(root, tarball)}: ${files.length} files, ${size} octets packed, ${unpackedSize} unpacked`);
  });
}
