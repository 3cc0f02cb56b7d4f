/** What stands behind `Write`: the steps of a change, and by how much it changes the number of a pool's users. */
import type { Guard, Write } from '../core/ports.ts';
import type { Step } from './engine.ts';

export class StoreWrite implements Write {
  readonly guard?: Guard;
  readonly steps: readonly Step[];
  readonly counted?: { readonly poolId: string; readonly users: number };

  constructor(steps: readonly Step[], counted?: { readonly poolId: string; readonly users: number }) {
    const guard = steps.find((step) => step.guard !== undefined)?.guard;
    if (guard !== undefined) this.guard = guard;
    this.steps = steps;
    if (counted !== undefined) this.counted = counted;
  }
}

export const write = (...steps: Step[]): Write => new StoreWrite(steps);

export const asStoreWrite = (given: Write): StoreWrite => {
  if (given instanceof StoreWrite) return given;
  throw new TypeError('A write that no repository of this store made');
};
