import { describe, expect, it } from 'vitest';
import { fixedKeyring, newKeyringContent, parseKeyring, withNewKey } from '../../src/crypto/keyring.ts';
import { createSealer, SealBroken } from '../../src/crypto/seal.ts';

const content = newKeyringContent();
const sealer = createSealer(fixedKeyring(content));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

describe('sealing', () => {
  it('opens what it sealed, text and bytes, empty too', () => {
    expect(text(sealer.open('code', sealer.seal('code', 'grüße', 'a'), 'a'))).toBe('grüße');
    expect(text(sealer.open('code', sealer.seal('code', '', 'a'), 'a'))).toBe('');
    const bytes = Uint8Array.of(0, 255, 7);
    expect([...sealer.open('code', sealer.seal('code', bytes, ''), '')]).toEqual([0, 255, 7]);
  });

  it('never seals the same text the same way', () => {
    expect(sealer.seal('code', 'x', 'a')).not.toBe(sealer.seal('code', 'x', 'a'));
  });

  it('keeps to characters that URLs, JSON and refresh tokens carry', () => {
    expect(sealer.seal('code', 'x'.repeat(100), 'a')).toMatch(/^v1\.[A-Za-z0-9_-]{8}\.[A-Za-z0-9_-]+$/);
  });

  it('refuses another purpose, another context and another keyring', () => {
    const sealed = sealer.seal('code', 'x', 'a');
    expect(() => sealer.open('password', sealed, 'a')).toThrow(SealBroken);
    expect(() => sealer.open('code', sealed, 'b')).toThrow(SealBroken);
    expect(() => createSealer(fixedKeyring(newKeyringContent())).open('code', sealed, 'a')).toThrow(SealBroken);
  });

  it('does not let purpose and context run into each other', () => {
    expect(() => sealer.open('code', sealer.seal('co', 'x', 'de'), '')).toThrow(SealBroken);
  });

  it('refuses every single changed character, a cut and an addition', () => {
    const sealed = sealer.seal('code', 'attack at dawn', 'a');
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      const forged = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect(() => sealer.open('code', forged, 'a'), `character ${at}`).toThrow(SealBroken);
    }
    for (const forged of ['', 'v1', 'v1.a.b', sealed.slice(0, -4), `${sealed}AAAA`, `${sealed}.x`, `${sealed}=`]) {
      expect(() => sealer.open('code', forged, 'a'), forged).toThrow(SealBroken);
    }
  });

  it('says nothing secret when it refuses', () => {
    const key = content.keys[0]?.key.toString('base64url') ?? '';
    try {
      sealer.open('code', sealer.seal('code', 'top secret', 'a'), 'b');
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain('top secret');
      expect(String(error)).not.toContain(key);
    }
  });
});

describe('rotation of the master key', () => {
  const rotated = withNewKey(content);
  const after = createSealer(fixedKeyring(rotated));

  it('seals under the new key and still opens what the old one sealed', () => {
    const old = sealer.seal('code', 'x', 'a');
    expect(text(after.open('code', old, 'a'))).toBe('x');
    expect(after.keyIdOf(old)).toBe(sealer.currentKeyId);
    expect(after.keyIdOf(after.seal('code', 'x', 'a'))).toBe(after.currentKeyId);
    expect(after.currentKeyId).not.toBe(sealer.currentKeyId);
  });

  it('leaves keyed hashes as they were, even when the first key is dropped', () => {
    const dropped = createSealer(fixedKeyring({ ...rotated, keys: rotated.keys.slice(1) }));
    const before = sealer.mac('code', '123456');
    expect([...after.mac('code', '123456')]).toEqual([...before]);
    expect([...dropped.mac('code', '123456')]).toEqual([...before]);
    expect([...sealer.mac('simulated-user', '123456')]).not.toEqual([...before]);
  });
});

describe('a bare key', () => {
  it('names itself alike in hex and in base64', () => {
    const hex = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
    const one = fixedKeyring(parseKeyring(hex));
    const other = fixedKeyring(parseKeyring(`${Buffer.from(hex, 'hex').toString('base64')}\n`));
    expect(one.current).toEqual(other.current);
    expect(one.macRoot).toEqual(other.macRoot);
    expect(one.macRoot).not.toEqual(one.current.key);
  });

  it.each(['', 'changeme', '00112233', '{', '{}', '{"keys":[]}', '{"keys":[{"key":"short"}],"macRoot":"x"}'])(
    'refuses %j without quoting it',
    (value) => {
      expect(() => parseKeyring(value)).toThrow(/master key/i);
      if (value.length > 2) expect(() => parseKeyring(value)).not.toThrow(new RegExp(value.replace(/\W/g, '\\$&')));
    },
  );
});
