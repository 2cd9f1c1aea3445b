/** @file The Chromium that tests and benches drive: CUELIGHT_CHROMIUM, or the one that Debian installs. */
import { existsSync } from 'node:fs';

/** Where it stands; throws one sentence when there is none. */
export function browserPath() {
  const named = process.env.CUELIGHT_CHROMIUM;
  const found = [named ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error('There is no Chromium. Install the package chromium, or name one in CUELIGHT_CHROMIUM.');
  return found;
}

/** What makes it start anywhere, also as root, and keeps it from calling out. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
