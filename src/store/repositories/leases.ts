import type { LeaseRepository } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import { writer } from '../statement.ts';
import { write } from '../write.ts';

export const createLeases = (engine: Engine): LeaseRepository => {
  const take = writer(
    engine,
    (db, v: { name: string; holder: string; now: number; until: number }) =>
      db
        .insertInto('leases')
        .values({ name: v.name, holder: v.holder, held_until: v.until })
        .onConflict((on) =>
          on
            .column('name')
            .doUpdateSet((eb) => ({ holder: eb.ref('excluded.holder'), held_until: eb.ref('excluded.held_until') }))
            .where((eb) =>
              eb.or([eb('leases.holder', '=', eb.ref('excluded.holder')), eb('leases.held_until', '<=', v.now)]),
            ),
        ),
    'lease.held',
  );
  const release = writer(engine, (db, v: { name: string; holder: string }) =>
    db.deleteFrom('leases').where('name', '=', v.name).where('holder', '=', v.holder),
  );
  return {
    take: (name, holder, now, until) => write(take({ name, holder, now, until })),
    release: (name, holder) => write(release({ name, holder })),
  };
};
