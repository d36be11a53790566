// Finds a Chromium for the browser tests: the machine's own if it has one, else one is installed.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from './child-process.mjs';
import { say } from './messages.mjs';
import { root } from './toolchain.mjs';

/** A shell without windows first: pages cost it less. */
const COMMANDS = [
  'chromium-headless-shell',
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
];
/** Debian's packages, the better first; older releases have only the other. */
const PACKAGES = ['chromium-headless-shell', 'chromium'];
const PLACES = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
    'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
    'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
  ],
};

/** Resolves to the path of a Chromium, or to undefined where playwright is to start the one it downloaded. */
export async function prepareBrowser(toolchain) {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const found = installedBrowser();
  if (found) return found;
  if (isDebian() && process.getuid() === 0) {
    await installDebianPackage(toolchain);
    return installedBrowser();
  }
  await downloadWithPlaywright(toolchain);
}

function installedBrowser() {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => COMMANDS.map((name) => join(folder, name)));
  return [...onPath, ...(PLACES[process.platform] ?? [])].find((path) => existsSync(path) && starts(path));
}

/** Ubuntu's chromium-browser is a script that only asks for a snap. Elsewhere `--version` would open a window. */
function starts(path) {
  if (process.platform !== 'linux') return true;
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function installDebianPackage({ env }) {
  say('installing Chromium (Debian package)…');
  const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runQuietly('apt-get update', 'apt-get', ['update'], options);
  const offered = PACKAGES.find((name) => isOffered(name)) ?? PACKAGES.at(-1);
  await runQuietly('apt-get install', 'apt-get', ['install', '-y', offered], options);
}

const isOffered = (name) =>
  execFileSync('apt-cache', ['search', '--names-only', `^${name}$`], { encoding: 'utf8' }) !== '';

async function downloadWithPlaywright({ node, env }) {
  const playwright = join(root, 'node_modules/playwright/cli.js');
  const args = [playwright, 'install', '--only-shell', 'chromium'];
  say('no Chrome or Chromium found, playwright looks for its own…');
  await runQuietly('playwright install', node, args, { cwd: root, env });
}
