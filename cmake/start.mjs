/** @file `npm start`: from a fresh clone to a running demo season. */
import './node-version.mjs';

const { program } = await import('./run.mjs');
const { season } = await import('./season.mjs');
await program(season);
