/**
 * @file `npm run build`: core to WebAssembly. Brings the toolchain when it is missing, builds, minifies the glue, stamps
 * the hashes, and prints the sizes against their budget. A build whose inputs have not changed does nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.mjs';
import { withLock } from './lock.mjs';
import { installPackages } from './packages.mjs';
import { Failure, program, root, run, say, which } from './run.mjs';
import { checkSizes } from './sizes.mjs';

const generated = `${root}/web/client/generated`;
const stampFile = `${root}/build/wasm.json`;
const modules = [
  { name: 'core', glue: 'glue.js' },
  { name: 'calendar', glue: 'calendar-glue.js' },
];

/** @param {string} command @param {string} debian */
async function need(command, debian) {
  if (!which(command)) await run(`${root}/cmake/toolchain.sh`, ['packages', debian], { label: `installing ${debian}` });
}

/** Writes beside the target, then moves: a reader sees the old file or the new one. @param {string} name @param {string | Buffer} content */
function replace(name, content) {
  const beside = `${generated}/.${name}.${process.pid}`;
  writeFileSync(beside, content);
  renameSync(beside, `${generated}/${name}`);
}

/** @param {string} text the glue as Emscripten wrote it */
async function minify(text) {
  const { transform } = await import('esbuild');
  const { code } = await transform(text, {
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    // The loader hands over a compiled module: the glue looks for no file of its own.
    define: { 'import.meta.url': '""' },
  });
  if (/import\.meta|\beval\(|new Function/.test(code)) {
    throw new Failure('The glue holds import.meta or dynamic code; the flags in cmake/wasm.cmake no longer hold.');
  }
  return `// @ts-nocheck\n${code}`;
}

/** Brings the C++ toolchain; gives Emscripten's folder and the environment that its compiler wants. */
async function buildTools() {
  const toolchain = await run(`${root}/cmake/toolchain.sh`, ['emscripten'], { label: 'C++ toolchain' });
  await need('cmake', 'cmake');
  await need('ninja', 'ninja-build');
  const ccache = which('ccache');
  /** @type {NodeJS.ProcessEnv} */
  const env = ccache
    ? {
        EM_COMPILER_WRAPPER: ccache,
        CCACHE_BASEDIR: root,
        CCACHE_NOHASHDIR: '1',
        CCACHE_SLOPPINESS: 'pch_defines,time_macros',
      }
    : {};
  return { emscripten: toolchain.trim().split('\n').pop(), env };
}

/**
 * Builds `target` (the modules, unless told) of the tree `source` in `folder` and gives the folder.
 * @param {{ source?: string, folder?: string, target?: string }} [options]
 */
export async function compile({ source = root, folder = `${root}/build/wasm`, target = 'all' } = {}) {
  const { emscripten, env } = await buildTools();
  await run(
    'cmake',
    [
      ...['-G', 'Ninja', '-S', source, '-B', folder, '-DCMAKE_BUILD_TYPE=Release'],
      `-DCMAKE_TOOLCHAIN_FILE=${emscripten}/cmake/Modules/Platform/Emscripten.cmake`,
    ],
    {
      label: 'configuring core for WebAssembly',
      env,
      otherwise: 'CMake could not configure the build; its message stands above.',
    },
  );
  await run('cmake', ['--build', folder, '--target', target], {
    label: target === 'all' ? 'building core for WebAssembly' : `building ${target} for WebAssembly`,
    env,
    tail: 60,
    otherwise: 'Core does not compile; the compiler’s message stands above.',
  });
  return folder;
}

/** Builds what changed and gives the sizes. @param {{ quiet?: boolean }} [options] */
export async function build({ quiet = false } = {}) {
  return withLock('wasm', async () => {
    const inputs = fingerprint(
      [
        'core',
        'bindings',
        'CMakeLists.txt',
        'cmake/wasm.cmake',
        'cmake/options.cmake',
        'cmake/dependencies.cmake',
        'cmake/build.mjs',
      ],
      process.env.CUELIGHT_WASM_FLAGS,
    );
    let stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
    const there = (stamp.files ?? []).every((/** @type {string} */ name) => existsSync(`${generated}/${name}`));
    if (stamp.inputs !== inputs || !there) {
      const folder = await compile();
      mkdirSync(generated, { recursive: true });
      let integrity = '/** @file SHA-256 of the built modules, lower-case hex; the loader checks them. */\n';
      const files = ['integrity.js'];
      for (const { name, glue } of modules) {
        if (!existsSync(`${folder}/bindings/${name}.wasm`)) continue;
        const wasm = readFileSync(`${folder}/bindings/${name}.wasm`);
        replace(`${name}.wasm`, wasm);
        replace(glue, await minify(readFileSync(`${folder}/bindings/${name}.mjs`, 'utf8')));
        integrity += `export const ${name} = '${createHash('sha256').update(wasm).digest('hex')}';\n`;
        files.push(`${name}.wasm`, glue);
      }
      replace('integrity.js', integrity);
      stamp = { inputs, files };
      rmSync(stampFile, { force: true });
      writeFileSync(stampFile, JSON.stringify(stamp));
    } else if (!quiet) {
      say('WebAssembly is up to date');
    }
    await checkSizes({ quiet });
  });
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await program(async () => {
    await installPackages();
    await build();
  });
}
