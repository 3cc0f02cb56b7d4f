/**
 * Headless Chromium from a registry package, with the system libraries that the package brings, so that nothing has to
 * be installed by hand. Unpacked once a machine, beside its final place and then renamed: test files run side by side.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const PACKAGE = '@sparticuz/chromium';

const home = (): string => {
  const entry = createRequire(import.meta.url).resolve(PACKAGE);
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../../package.json'), 'utf8')) as {
    version: string;
  };
  return join(tmpdir(), `poolhouse-chromium-${version}-${userInfo().uid}`);
};

/** The package unpacks into TMPDIR, and its libraries only where it takes the machine for its own. */
const unpack = async (into: string): Promise<void> => {
  const parts = await mkdtemp(`${into}-`);
  const script = `import('${PACKAGE}').then(({ default: chromium }) => chromium.executablePath())`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', `await ${script}`], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: parts, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  try {
    await rename(parts, into);
  } catch (error) {
    if (!existsSync(join(into, 'chromium'))) throw error;
    await rm(parts, { recursive: true });
  }
};

export const launchChromium = async (): Promise<Browser> => {
  const folder = home();
  if (!existsSync(join(folder, 'chromium'))) await unpack(folder);
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    // Tests run as root in containers too, where the sandbox cannot.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
  });
};
