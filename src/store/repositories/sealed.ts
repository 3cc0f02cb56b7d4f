/**
 * Every sealed value of the database, table after table, each in the order of its key. The context that a seal is
 * bound to: access key id; client id; message id; kid; for passwords `poolId/sub`.
 */
import type { SealedRepository, SealedValue } from '../../core/ports.ts';
import type { Engine } from '../engine.ts';
import { write } from '../write.ts';
import { parsePosition, sealedSources } from './sealed-sources.ts';

export const createSealed = (engine: Engine): SealedRepository => {
  const sources = sealedSources(engine);
  return {
    scan: async (limit, after) => {
      const found: SealedValue[] = [];
      const start = after === undefined ? undefined : parsePosition(after);
      for (const source of sources) {
        if (start !== undefined && source.table < start.table) continue;
        for await (const value of source.values(limit, source.table === start?.table ? start : undefined)) {
          found.push(value);
          if (found.length === limit) return found;
        }
      }
      return found;
    },
    replace: (value, sealed) => {
      const position = parsePosition(value.at);
      const source = sources.find(({ table }) => table === position.table);
      if (source === undefined) throw new RangeError(`No sealed values at ${value.at}`);
      return write(source.replace(position, value.sealed, sealed));
    },
  };
};
