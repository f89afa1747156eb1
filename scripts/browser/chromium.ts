/** Debian's Chromium, or the one that `CHROMIUM` names. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** No sandbox, since the tests may run as root, and no background access to the network. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
