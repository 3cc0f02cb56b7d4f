/** The writer thread as the main thread sees it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Step } from '../../src/store/engine.ts';
import { startWriter } from '../../src/store/sqlite/write-queue.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const newFile = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'poolhouse-writer-'));
  folders.push(folder);
  return join(folder, 'file.db');
};

let templates = 1_000_000;
const step = (sql: string, parameters: Step['parameters'] = [], guard?: Step['guard']): Step => {
  templates += 1;
  return { template: { sql, id: templates }, parameters, guard };
};

describe('the writer thread', () => {
  it('answers each of many batches that came together by its own outcome', async () => {
    const writer = startWriter(await newFile());
    await writer.commit([step('create table t (id integer primary key)')]);
    const insert = (id: number) => step('insert into t values (?) on conflict do nothing', [id], 'user.exists');
    const outcomes = await Promise.allSettled([
      writer.commit([insert(1), insert(2)]),
      writer.commit([insert(3), insert(2)]),
      writer.commit([step('insert into nowhere values (1)')]),
      writer.commit([insert(3)]),
      writer.commit([step('delete from t where id < ?', [3])]),
    ]);
    expect(outcomes).toMatchObject([
      { value: [1, 1] },
      { reason: { guard: 'user.exists' } },
      { reason: { message: 'SQLite refused a commit: no such table: nowhere' } },
      { value: [1] },
      { value: [2] },
    ]);
    await writer.close();
  });

  it('rejects what waits when it dies, and says so from then on', async () => {
    const writer = startWriter(join(await newFile(), 'in', 'no', 'folder.db'));
    const waiting = [writer.commit([step('select 1')]), writer.commit([step('select 1')])];
    for (const commit of [writer.ready, ...waiting]) {
      await expect(commit).rejects.toMatchObject({
        name: 'StoreUnavailable',
        message: expect.stringContaining('died'),
      });
    }
    expect(() => writer.check()).toThrow('writer thread died');
    await expect(writer.commit([step('select 1')])).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await writer.close();
  });

  it('does not hold up the event loop', async () => {
    const writer = startWriter(await newFile());
    await writer.commit([step('create table t (id integer primary key, filling text)')]);
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    const slow = step(
      `insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < 400000)
       select i, 'x' from n`,
    );
    await writer.commit([slow]);
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
    await writer.close();
  });
});
