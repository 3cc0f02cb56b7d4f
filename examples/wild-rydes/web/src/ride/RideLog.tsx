import { UnicornHead } from '../art/UnicornHead.tsx';
import { DOORS, type Ride } from './request.ts';
import { nameOf, UNICORNS } from './town.ts';

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** The rider's rides as the table has them. */
export const RideLog = ({ rides }: { readonly rides: readonly Ride[] }) => (
  <section className="log" aria-label="Your rides">
    <h2>Your rides</h2>
    {rides.length === 0 && <p className="hint">None yet. The table is waiting.</p>}
    <ul>
      {rides.map(({ rideId, unicorn, pickup, requestedAt, door }) => (
        <li key={rideId}>
          <UnicornHead className="face" coat={UNICORNS[unicorn]?.coat} mane={UNICORNS[unicorn]?.mane} />
          <span>
            <b>{unicorn}</b> {nameOf(pickup)}
            <small>
              <time dateTime={requestedAt}>{TIME.format(new Date(requestedAt))}</time>, {DOORS[door].title}
            </small>
          </span>
        </li>
      ))}
    </ul>
  </section>
);
