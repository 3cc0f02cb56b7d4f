#!/usr/bin/env node
// Plain JavaScript that any Node from 20 on can run. Poolhouse itself needs Node 24 (native type stripping,
// node:sqlite), which is pinned as a platform package: when the running Node is older, that one takes over.
import { spawn } from 'node:child_process';
import nodeModule, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const main = new URL('../src/main.ts', import.meta.url);

/** Platform packages that carry a Node; the registry names them by two schemes. */
const findPinnedNode = () => {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const scheme of ['node', 'node-bin']) {
    try {
      return require.resolve(`${scheme}-${platform}-${process.arch}/bin/${file}`);
    } catch {
      // Not the scheme of this platform, or not installed.
    }
  }
  return undefined;
};

const isAble = Number(process.versions.node.split('.')[0]) >= NEEDED && Boolean(process.features.typescript);

if (isAble) {
  quietKnownWarnings();
  rememberCompiled();
  await import(main.href);
} else {
  const node = findPinnedNode();
  if (node) handOver(node);
  else refuse();
}

/** node:sqlite and type stripping announce themselves as experimental on some versions; nothing else is hidden. */
function quietKnownWarnings() {
  const emit = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'object' ? rest[0]?.type : rest[0];
    const text = String(warning?.message ?? warning);
    if ((type ?? warning?.name) === 'ExperimentalWarning' && /SQLite|Type Stripping/i.test(text)) return;
    emit.call(process, warning, ...rest);
  };
}

/**
 * Keeps what type stripping and compiling make of the sources: half the start-up time, and 20 MB less, because Node's
 * TypeScript parser is not loaded. In the package's own folder: whoever can write there can change the code anyway.
 * Threads follow the variable. Where the folder cannot be written, nothing is kept.
 */
function rememberCompiled() {
  const folder = fileURLToPath(new URL('../node_modules/.cache/poolhouse', import.meta.url));
  process.env.NODE_COMPILE_CACHE ??= folder;
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
}

/** Node cannot replace its own process: the other one gets our terminal and signals, we take its exit code. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    // Ctrl-C in a terminal reaches both processes by itself; a second SIGINT would cut the drain short.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  child.on('error', (error) => {
    console.error(`Cannot run ${node}: ${error.message}`);
    process.exit(70);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function refuse() {
  console.error(
    `Poolhouse needs Node ${NEEDED} or newer; this is ${process.version} on ${process.platform}-${process.arch}, and no ` +
      'pinned Node is installed for it.\nRun `npm ci` without --omit=optional, or install Node 24 from https://nodejs.org.',
  );
  process.exit(69);
}
