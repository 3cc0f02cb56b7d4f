// The "prepare" script of npm ci: compiles the sources once, so that the first start is as quick and as small as every
// later one (see rememberCompiled in bin/poolhouse.js). Only a convenience: an older Node just does nothing.
import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

if (process.features.typescript) {
  nodeModule.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/poolhouse', import.meta.url)));
  const entries = [
    'app.ts',
    'main.ts',
    'oauth/sites.ts',
    'aws/iam/index.ts',
    'aws/sts/index.ts',
    'aws/cognito-identity/index.ts',
    'open-gateway.ts',
    'gateway/apis.ts',
    'gateway/door.ts',
    'adapters/log.ts',
    'crypto/worker.ts',
    'store/sqlite/engine.ts',
  ];
  // main.ts runs a command when imported: the shortest one, unheard.
  process.argv = [process.execPath, 'poolhouse', '--version'];
  process.stdout.write = () => true;
  for (const entry of entries) await import(new URL(`../src/${entry}`, import.meta.url)).catch(() => undefined);
  process.exit(0);
}
