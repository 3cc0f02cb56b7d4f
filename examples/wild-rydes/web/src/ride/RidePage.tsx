import { useCallback, useEffect, useId, useState } from 'react';
import type { Config } from '../config.ts';
import type { Rider } from '../rider.ts';
import { wordsOf } from '../ui/Form.tsx';
import { DoorSwitch } from './DoorSwitch.tsx';
import { OutcomePanel } from './OutcomePanel.tsx';
import { RideLog } from './RideLog.tsx';
import { type Door, type Outcome, pastRides, type Ride, requestRide } from './request.ts';
import { TownMap } from './TownMap.tsx';
import { nameOf, PLACES, type Spot } from './town.ts';

export const RidePage = ({ config, rider }: { readonly config: Config; readonly rider: Rider }) => {
  const [pickup, setPickup] = useState<Spot>(PLACES['Lantern Square']!);
  const [door, setDoor] = useState<Door>('user-pool');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [problem, setProblem] = useState<string>();
  const [rides, setRides] = useState<readonly Ride[]>([]);

  const readRides = useCallback(
    () => pastRides().then(setRides, (error: unknown) => setProblem(`Your rides could not be read: ${wordsOf(error)}`)),
    [],
  );
  useEffect(() => void readRides(), [readRides]);

  const request = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await requestRide(config.api, door, pickup);
      setOutcome(answer);
      if (answer.ride) await readRides();
    } catch (error) {
      setProblem(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  const choose = (spot: Spot) => {
    setPickup(spot);
    setOutcome(undefined);
  };

  return (
    <main className="ride">
      <section className="town" aria-label="Town">
        <TownMap pickup={pickup} ride={outcome?.ride} choose={choose} />
      </section>
      <section className="order card" aria-label="Order">
        <h1>Where to, {rider.name.split(' ')[0]}?</h1>
        <PlaceField pickup={pickup} choose={choose} />
        <DoorSwitch door={door} choose={setDoor} />
        <button type="button" className="button wide" disabled={busy} onClick={() => void request()}>
          {busy ? 'Whistling …' : 'Request a unicorn'}
        </button>
        <div aria-live="polite">
          {problem && <p className="problem">{problem}</p>}
          {outcome && <OutcomePanel outcome={outcome} />}
        </div>
      </section>
      <RideLog rides={rides} />
    </main>
  );
};

const PlaceField = ({ pickup, choose }: { readonly pickup: Spot; readonly choose: (spot: Spot) => void }) => {
  const id = useId();
  const name = nameOf(pickup);
  const known = name in PLACES;
  return (
    <div className="field">
      <label htmlFor={id}>Pick me up at</label>
      <select id={id} value={known ? name : ''} onChange={({ target }) => choose(PLACES[target.value] ?? pickup)}>
        {!known && <option value="">{`My spot, ${name}`}</option>}
        {Object.keys(PLACES).map((place) => (
          <option key={place}>{place}</option>
        ))}
      </select>
    </div>
  );
};
