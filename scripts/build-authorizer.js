// Makes dist/authorizer from src/authorizer: JavaScript by the runtime's own type stripping, because Node strips no
// types below node_modules, and declarations where TypeScript is installed. Part of "prepare"; plain JavaScript that
// any Node from 20 on can run, though an older one than 22.13 makes nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const asJs = (text) => text.replace(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'");

const root = fileURLToPath(new URL('..', import.meta.url));
const from = join(root, 'src/authorizer');
const to = process.argv[2] ?? join(root, 'dist/authorizer');

if (nodeModule.stripTypeScriptTypes) {
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from).filter((name) => name.endsWith('.ts'));
  process.removeAllListeners('warning');
  for (const name of names) {
    const text = nodeModule.stripTypeScriptTypes(readFileSync(join(from, name), 'utf8'));
    writeFileSync(join(to, name.replace(/\.ts$/, '.js')), asJs(text));
  }
  const tsc = join(root, 'node_modules/.bin/tsc');
  if (existsSync(tsc)) {
    const files = names.map((name) => join(from, name));
    const flags = '--declaration --emitDeclarationOnly --allowImportingTsExtensions --rewriteRelativeImportExtensions';
    const shape = '--strict --module nodenext --target es2024 --skipLibCheck --ignoreConfig --types node';
    const options = [...`${flags} ${shape}`.split(' '), '--outDir', to];
    const made = spawnSync(tsc, [...options, ...files], { cwd: root, encoding: 'utf8' });
    for (const name of readdirSync(to).filter((each) => each.endsWith('.d.ts'))) {
      writeFileSync(join(to, name), asJs(readFileSync(join(to, name), 'utf8')));
    }
    if (made.status !== 0) process.stderr.write(`declarations of poolhouse/authorizer: ${made.stdout}${made.stderr}`);
  }
}
