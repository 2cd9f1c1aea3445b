/**
 * @file `npm run build`: the texts to modules, and core to WebAssembly, with the glue and the declarations that embind
 * generates. Brings the toolchain when it is missing, builds, stamps the hashes, and prints the sizes against their budget.
 * A build whose inputs have not changed does nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.js';
import { imports } from './imports.js';
import { withLock } from './lock.js';
import { buildMessages } from './messages.js';
import { installPackages } from './packages.js';
import { Failure, program, root, run, say, which } from './run.js';
import { checkSizes } from './sizes.js';

const generated = `${root}/web/client/generated`;
const stampFile = `${root}/build/wasm.json`;
const modules = ['core', 'calendar', 'availability'];

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

/** Brings the C++ toolchain; gives Emscripten's folder and the environment that its compiler wants. */
async function buildTools() {
  const toolchain = await run(`${root}/cmake/toolchain.sh`, ['emscripten'], { label: 'C++ toolchain' });
  await need('cmake', 'cmake');
  await need('ninja', 'ninja-build');
  const ccache = which('ccache');
  /** @type {NodeJS.ProcessEnv} Emscripten writes declarations by `tsc`. */
  const env = { PATH: `${root}/node_modules/.bin:${process.env.PATH}` };
  if (ccache) {
    env.EM_COMPILER_WRAPPER = ccache;
    env.CCACHE_BASEDIR = root;
    env.CCACHE_NOHASHDIR = '1';
    env.CCACHE_SLOPPINESS = 'pch_defines,time_macros';
  }
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

/** A module, its glue and declarations, as they are shipped. @param {string} folder the build's @param {string} name */
export async function shipped(folder, name) {
  const read = (/** @type {string} */ kind) => readFileSync(`${folder}/bindings/${name}.${kind}`);
  const wasm = read('wasm');
  const asked = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map((wanted) => wanted.name);
  if (String(asked.sort()) !== String(imports)) {
    throw new Failure(`${name}.wasm imports ${asked.join(', ')}, which is not the list in web/build/imports.js.`);
  }
  const { transform } = await import('esbuild');
  const { code } = await transform(String(read('js')), { format: 'esm', minify: true, target: 'es2022' });
  return { wasm, js: code, 'd.ts': read('d.ts') };
}

/** Builds what changed and gives the sizes. @param {{ quiet?: boolean }} [options] */
export async function build({ quiet = false } = {}) {
  await buildMessages();
  return withLock('wasm', async () => {
    const inputs = fingerprint(
      [
        'core',
        'bindings',
        'CMakeLists.txt',
        'cmake/wasm.cmake',
        'cmake/tz_table.cmake',
        'cmake/tz_table.cpp',
        'cmake/options.cmake',
        'cmake/dependencies.cmake',
        'web/build/build.js',
        'web/build/imports.js',
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
      for (const name of modules) {
        const module = await shipped(folder, name);
        for (const [kind, content] of Object.entries(module)) {
          replace(`${name}.${kind}`, content);
          files.push(`${name}.${kind}`);
        }
        integrity += `export const ${name} = '${createHash('sha256').update(module.wasm).digest('hex')}';\n`;
      }
      replace('integrity.js', integrity);
      for (const name of readdirSync(generated)) if (!files.includes(name)) rmSync(`${generated}/${name}`);
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
