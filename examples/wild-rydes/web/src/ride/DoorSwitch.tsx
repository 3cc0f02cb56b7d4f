import { useId } from 'react';
import { DOORS, type Door } from './request.ts';

/** Which authorizer is asked. */
export const DoorSwitch = (props: { readonly door: Door; readonly choose: (door: Door) => void }) => {
  const group = useId();
  return (
    <fieldset className="doors">
      <legend>Show the gateway</legend>
      {(Object.keys(DOORS) as Door[]).map((door) => {
        const { title, path, explained } = DOORS[door];
        return (
          <label key={door} className={door === props.door ? 'chosen' : undefined}>
            <input
              type="radio"
              name={group}
              value={door}
              checked={door === props.door}
              onChange={() => props.choose(door)}
            />
            <span>
              <b>{title}</b> <code>POST {path}</code>
              <small>{explained}</small>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
};
