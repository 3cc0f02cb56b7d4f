/** Work that is done one at a time, with a bound on what waits. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Rejects at once when `most` are at it or waiting. */
export const inTurn = (most: number): InTurn => {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    if (waiting >= most) return Promise.reject(new Error('Too many are waiting.'));
    waiting += 1;
    const result = last.then(work);
    last = result
      .catch(() => undefined)
      .finally(() => {
        waiting -= 1;
      });
    return result;
  };
};
