/**
 * Lets only so many tasks of one key run at once; the others wait in line. State of this process alone: it keeps
 * requests from losing races against each other over and over, while guards in the store decide them.
 */
import type { Store } from './ports.ts';

export class Gate {
  readonly #width: number;
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(width: number) {
    this.#width = width;
  }

  async run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    await this.#enter(key);
    try {
      return await task();
    } finally {
      this.#leave(key);
    }
  }

  async #enter(key: string): Promise<void> {
    const running = this.#running.get(key) ?? 0;
    if (running < this.#width) {
      this.#running.set(key, running + 1);
      return;
    }
    const line = this.#waiting.get(key) ?? [];
    this.#waiting.set(key, line);
    await new Promise<void>((resolve) => line.push(resolve));
  }

  /** Hands the place to the next in line, or gives it back. */
  #leave(key: string): void {
    const line = this.#waiting.get(key);
    const next = line?.shift();
    if (line?.length === 0) this.#waiting.delete(key);
    if (next) next();
    else this.#vacate(key);
  }

  #vacate(key: string): void {
    const running = (this.#running.get(key) ?? 1) - 1;
    if (running === 0) this.#running.delete(key);
    else this.#running.set(key, running);
  }
}

/** One gate for each store in this process, so that several services in one process share nothing. */
export const gatePerStore = (width: number): ((store: Store) => Gate) => {
  const gates = new WeakMap<Store, Gate>();
  return (store) => {
    const gate = gates.get(store) ?? new Gate(width);
    gates.set(store, gate);
    return gate;
  };
};
