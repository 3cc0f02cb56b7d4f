/**
 * A commit as one statement: every step a data-modifying CTE, the guards checked by `store_guard`, which raises the
 * guard's name and so takes everything back. One round trip, and one transaction without BEGIN and COMMIT.
 */
import type { Step } from '../engine.ts';

export interface BatchStatement {
  readonly text: string;
  /** Present while it is worth keeping prepared on the connections. */
  readonly name?: string;
}

/** Each prepared statement costs memory on each connection. */
const keptBatches = 300;

export const createBatches = () => {
  const batches = new Map<string, BatchStatement>();
  return (steps: readonly Step[]): BatchStatement => {
    const shape = steps.map(({ template, guard }) => `${template.id}${guard ?? ''}`).join(' ');
    const known = batches.get(shape);
    if (known !== undefined) return known;
    const text = compose(steps);
    if (batches.size >= keptBatches) return { text };
    const batch = { text, name: `commit_${batches.size}` };
    batches.set(shape, batch);
    return batch;
  };
};

/** The first parameter is the commit's id. */
const compose = (steps: readonly Step[]): string => {
  const parts = ['mark as (insert into commits (id) values ($1))'];
  let taken = 1;
  for (const [i, step] of steps.entries()) {
    parts.push(`s${i} as (${shift(step.template.sql, taken)} returning 1)`);
    taken += step.parameters.length;
  }
  return `with ${parts.join(',\n')}\nselect ${steps.map(countOf).join(', ')}`;
};

const shift = (sql: string, by: number) => sql.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + by}`);

const countOf = ({ guard }: Step, i: number) => {
  const count = `(select count(*) from s${i})`;
  return `${guard === undefined ? count : `store_guard(${count}, '${guard}')`} as s${i}`;
};
