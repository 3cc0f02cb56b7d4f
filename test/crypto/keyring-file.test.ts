import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyringError } from '../../src/crypto/keyring.ts';
import { addMasterKey, generateMasterKeyFile, readKeyring } from '../../src/crypto/keyring-file.ts';
import { createSealer } from '../../src/crypto/seal.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolhouse-keyring-'));
  file = join(folder, 'master.key');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the master key file', () => {
  it('is its owner’s alone and leaves nothing else behind', async () => {
    generateMasterKeyFile(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it('is never overwritten', async () => {
    generateMasterKeyFile(file);
    const before = await readFile(file, 'utf8');
    expect(() => generateMasterKeyFile(file)).toThrow(KeyringError);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it.each([0o640, 0o604, 0o666])('is refused when open to others (mode %o), saying what to do', async (mode) => {
    generateMasterKeyFile(file);
    await chmod(file, mode);
    expect(() => readKeyring({ file })).toThrow(`chmod 600 ${file}`);
    expect(() => addMasterKey(file)).toThrow(KeyringError);
  });

  it('may hold one bare key, which rotation turns into a keyring that keeps it', async () => {
    const bare = Buffer.alloc(32, 5).toString('base64');
    await writeFile(file, `${bare}\n`, { mode: 0o600 });
    const before = createSealer(readKeyring({ file }));
    const sealed = before.seal('code', 'x', 'a');
    const mac = before.mac('code', 'x');
    addMasterKey(file);
    const after = createSealer(readKeyring({ file }));
    expect(Buffer.from(after.open('code', sealed, 'a')).toString()).toBe('x');
    expect([...after.mac('code', 'x')]).toEqual([...mac]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(before.keyIdOf(sealed)).toBe(createSealer(readKeyring({ value: bare })).currentKeyId);
  });

  it('is followed by a running process: what another has sealed under a new key opens at once', async () => {
    generateMasterKeyFile(file);
    const running = createSealer(readKeyring({ file }));
    const first = running.currentKeyId;
    const added = addMasterKey(file);
    const other = createSealer(readKeyring({ file }));
    expect(Buffer.from(running.open('code', other.seal('code', 'x', 'a'), 'a')).toString()).toBe('x');
    expect(running.currentKeyId).toBe(added);
    expect(added).not.toBe(first);
  });

  it('is looked at again when something is to be sealed', async () => {
    generateMasterKeyFile(file);
    const running = createSealer(readKeyring({ file }));
    const added = addMasterKey(file);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(running.keyIdOf(running.seal('code', 'x', 'a'))).toBe(added);
  });

  it('may go away while a process runs: what was read stays good', async () => {
    generateMasterKeyFile(file);
    const running = createSealer(readKeyring({ file }));
    const sealed = running.seal('code', 'x', 'a');
    await rm(file);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(Buffer.from(running.open('code', sealed, 'a')).toString()).toBe('x');
    expect(() => readKeyring({ file })).toThrow('ENOENT');
  });
});
