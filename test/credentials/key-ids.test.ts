/** Ids of access keys: whose they are, and that they are ours. */
import { describe, expect, test } from 'vitest';
import { systemRandom } from '../../src/adapters/random.ts';
import { accountInKeyId, isOwnKeyId, newKeyPair } from '../../src/core/credentials/access-key.ts';
import { fixedKeyring, newKeyringContent } from '../../src/crypto/keyring.ts';
import { createSealer } from '../../src/crypto/seal.ts';

const deployment = () => ({ random: systemRandom, sealer: createSealer(fixedKeyring(newKeyringContent())) });
const core = deployment();
const other = deployment();
const ids = (account: string) => Array.from({ length: 300 }, () => newKeyPair(core, 'AKIA', account).accessKeyId);

describe.each(['000000000000', '000000000001', '123456789012', '999999999999'])('of account %s', (account) => {
  test('say the account, and are known here', () => {
    for (const id of ids(account)) {
      expect(id).toMatch(/^AKIA[A-Z2-7]{16}$/);
      expect(accountInKeyId(id)).toBe(account);
      expect(isOwnKeyId(core, id)).toBe(true);
    }
  });

  test('are next to never known to another deployment', () => {
    expect(ids(account).filter((id) => isOwnKeyId(other, id)).length).toBeLessThan(3);
  });
});

test.each(['AKIAIOSFODNN7EXAMPLE', 'test', '', 'AKIA', 'AKIAAAAAAAAAAAAAAAAA', 'AROAQAAAAAAAC4ZS3ZRU'])(
  'an id of elsewhere: %s',
  (id) => expect(isOwnKeyId(core, id)).toBe(false),
);

test('ids of another form have no account', () => {
  expect(accountInKeyId('AKIAIOSFODNN7EXAMPLE')).toBeUndefined();
  expect(accountInKeyId('AROAQAAAAAAAC4ZS3ZRU')).toBeUndefined();
});
