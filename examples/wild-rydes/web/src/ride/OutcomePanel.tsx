import type { Outcome } from './request.ts';
import { nameOf } from './town.ts';

/** What the gateway answered, and what the function was told about the rider. */
export const OutcomePanel = ({ outcome: { status, ride, seen, message } }: { readonly outcome: Outcome }) => (
  <div className={ride ? 'outcome granted' : 'outcome refused'}>
    <p className="verdict">
      <span className="status">{status}</span>{' '}
      {ride ? `${ride.unicorn} is ${ride.minutes} min from ${nameOf(ride.pickup)}.` : message}
    </p>
    {seen && (
      <>
        <h2>What the function was told</h2>
        <dl>
          {Object.entries(seen).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </>
    )}
    {!ride && <p className="hint">The ride function never heard of it.</p>}
  </div>
);
