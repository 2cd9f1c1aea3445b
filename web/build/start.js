/** @file `npm start`: from a fresh clone to a running demo season. */
import './node-version.js';

const { program } = await import('./run.js');
const { season } = await import('./season.js');
await program(season);
