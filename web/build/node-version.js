/** @file Imported first by every program of the project: an old Node is told so in one sentence. */
var major = Number(process.versions.node.split('.')[0]);
if (!(major >= 20)) {
  process.stderr.write(
    'Cuelight needs Node 20 or newer; this is Node ' +
      process.versions.node +
      '. Install a newer one from https://nodejs.org and try again.\n',
  );
  process.exit(1);
}
