import type { ManagedKey } from '../../core/keys/managed-key.ts';
import type { ManagedKeyRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import type { Tables } from '../schema.ts';
import { finder, writer } from '../statement.ts';
import { write } from '../write.ts';

export const createManagedKeys = (engine: Engine): ManagedKeyRepository => {
  const byArn = finder(
    engine,
    (db, v: { arn: string }) => db.selectFrom('managed_keys').selectAll().where('arn', '=', v.arn),
    ({ arn, sealed_key, created_at }): ManagedKey => ({ arn, sealedKey: sealed_key, createdAt: created_at }),
  );
  const insert = writer(
    engine,
    (db, v: Tables['managed_keys']) =>
      db
        .insertInto('managed_keys')
        .values(v)
        .onConflict((on) => on.doNothing()),
    'managed-key.exists',
  );
  return {
    byArn: (arn) => byArn({ arn }),
    insert: ({ arn, sealedKey, createdAt }) => write(insert({ arn, sealed_key: sealedKey, created_at: createdAt })),
  };
};
