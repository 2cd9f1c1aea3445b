/**
 * @file `npm run reference`: docs/reference, one page for each file of web/client/types, from its declarations and their
 * comments. What is written there is said in the types; a test holds the pages against them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';
import { program, root, say } from './run.js';

const types = `${root}/web/client/types`;
const folder = `${root}/docs/reference`;

/** A comment's text, one line a paragraph. @param {string | undefined} raw */
const prose = (raw = '') =>
  raw
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll('\n', ' ').replaceAll('@throws {CuelightError}', 'Throws'))
    .join('\n\n');

/** The comment before a declaration. @param {ts.Node} node @param {string} text the file's */
function comment(node, text) {
  const [last] = (ts.getLeadingCommentRanges(text, node.pos) ?? []).slice(-1);
  const raw = last && text.slice(last.pos, last.end);
  return raw?.startsWith('/**') ? prose(raw) : '';
}

/** The declaration as code, without `export` and without the comments inside it. @param {ts.Node} node @param {ts.SourceFile} file */
const code = (node, file) =>
  ts
    .createPrinter({ removeComments: true })
    .printNode(ts.EmitHint.Unspecified, node, file)
    .replace(/^export (declare )?/, '')
    .replaceAll('    ', '  ');

/** @param {ts.Node} node @returns {node is ts.InterfaceDeclaration | ts.ClassDeclaration} */
const hasMembers = (node) => ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node);

/** One declaration: its name, what it is, its code, and what its members are. @param {ts.Statement} node @param {ts.SourceFile} file */
function section(node, file) {
  const { name } = /** @type {{ name?: ts.Identifier }} */ (/** @type {unknown} */ (node));
  if (!name) return '';
  const parts = [`## \`${name.text}\``, comment(node, file.text), `\`\`\`ts\n${code(node, file)}\n\`\`\``];
  if (hasMembers(node)) {
    const said = node.members.flatMap((member) => {
      const text = comment(member, file.text).replaceAll('\n\n', ' ');
      return text ? [`- \`${member.name?.getText(file) ?? 'constructor'}\`: ${text}`] : [];
    });
    parts.push(said.join('\n'));
  }
  return parts.filter(Boolean).join('\n\n');
}

/** A page. @param {string} name of the file of types, without its ending */
function page(name) {
  const text = readFileSync(`${types}/${name}.d.ts`, 'utf8');
  const file = ts.createSourceFile(`${name}.d.ts`, text, ts.ScriptTarget.Latest, true);
  const about = text.match(/^\/\*\*[\s\S]*?\*\//)?.[0];
  const first = file.statements[0];
  // The first comment speaks of the file, where another one stands before the first declaration.
  const ofFile = (ts.getLeadingCommentRanges(text, first.pos) ?? []).length > 1 || ts.isImportDeclaration(first);
  const sections = file.statements
    .filter((statement) => ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.length)
    .map((statement) => section(statement, file));
  return `${[`# ${name}`, ofFile ? prose(about) : '', ...sections].filter(Boolean).join('\n\n')}\n`;
}

/** Every page by its file's name. @returns {Record<string, string>} */
export function reference() {
  const names = readdirSync(types)
    .map((file) => basename(file, '.d.ts'))
    .sort();
  const readme = [
    '# JavaScript reference',
    'What `cuelight` exports, from the types in `web/client/types`. `npm run reference` writes these pages; edit the types.',
    ['index', ...names.filter((name) => name !== 'index')].map((name) => `- [${name}](${name}.md)`).join('\n'),
  ].join('\n\n');
  return { 'README.md': `${readme}\n`, ...Object.fromEntries(names.map((name) => [`${name}.md`, page(name)])) };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await program(async () => {
    mkdirSync(folder, { recursive: true });
    const pages = reference();
    for (const [name, text] of Object.entries(pages)) writeFileSync(`${folder}/${name}`, text);
    say(`docs/reference: ${Object.keys(pages).length} pages`);
  });
}
