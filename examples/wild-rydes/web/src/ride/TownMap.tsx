import type { MouseEvent } from 'react';
import { UnicornHead } from '../art/UnicornHead.tsx';
import type { Ride } from './request.ts';
import { nameOf, PLACES, type Spot, UNICORNS } from './town.ts';

/** The map. A click chooses where to be picked up; the list beside it does the same for keyboards. */
export const TownMap = (props: {
  readonly pickup: Spot;
  readonly ride: Ride | undefined;
  readonly choose: (spot: Spot) => void;
}) => {
  const pick = (event: MouseEvent<SVGSVGElement>) => {
    const matrix = event.currentTarget.getScreenCTM();
    if (matrix === null) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    props.choose({ x: Math.round(Math.min(Math.max(x, 0), 800)), y: Math.round(Math.min(Math.max(y, 0), 480)) });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list of places is the keyboard's way
    <svg
      className="map"
      viewBox="0 0 800 480"
      role="img"
      aria-label={described(props.pickup, props.ride)}
      onClick={pick}
    >
      <Ground />
      {Object.entries(PLACES).map(([name, { x, y }]) => (
        <g key={name} className="place">
          <circle cx={x} cy={y} r="4.500" />
          <text x={x} y={y} dy="1.45em" textAnchor="middle">
            {name}
          </text>
        </g>
      ))}
      <Pin {...props.pickup} />
      {Object.keys(UNICORNS).map((name) => (
        <Marker key={name} name={name} ride={props.ride?.unicorn === name ? props.ride : undefined} />
      ))}
    </svg>
  );
};

const described = (pickup: Spot, ride: Ride | undefined): string =>
  ride ? `Map: ${ride.unicorn} flies to ${nameOf(ride.pickup)}` : `Map: pick-up at ${nameOf(pickup)}`;

const Pin = ({ x, y }: Spot) => (
  <g transform={`translate(${x} ${y})`}>
    <g className="pin">
      <ellipse rx="10" ry="4" className="shade" />
      <path d="M0 0c-14-18-16-24-16-30a16 16 0 0 1 32 0c0 6-2 12-16 30z" />
      <circle cy="-30" r="6" className="eye" />
    </g>
  </g>
);

/** On its stable, or beside the rider. Travels by transition, so a ride is seen coming. */
const Marker = ({ name, ride }: { readonly name: string; readonly ride: Ride | undefined }) => {
  const { coat, mane, ...home } = UNICORNS[name]!;
  const { x, y } = ride ? besides(ride.pickup) : home;
  return (
    <g className={ride ? 'unicorn-marker flying' : 'unicorn-marker'} style={{ transform: `translate(${x}px, ${y}px)` }}>
      <g className="body">
        <circle r="23" className="ring" />
        <UnicornHead coat={coat} mane={mane} at={{ x: -17, y: -19, size: 35 }} />
      </g>
      <text className="who" textAnchor="middle">
        {name}
      </text>
    </g>
  );
};

/** Right of the pin, but left of it at the map's edge. */
const besides = ({ x, y }: Spot): Spot => ({ x: x > 700 ? x - 48 : x + 48, y: Math.max(y - 30, 60) });

const Ground = () => (
  <g className="ground">
    <rect width="800" height="480" className="grass" />
    <path d="M0 0h250c-20 60-70 96-130 110S30 160 0 190z" className="grove" />
    <path d="M318-6c20 70-34 96-40 150s20 130 84 176 140 66 220 84 60 24 84 44" className="river" />
    <path d="M800 480H560c30-60 84-80 130-86s90-40 110-74z" className="sea" />
    <path d="M800 480H612c26-44 66-60 100-66s70-26 88-56z" className="sea deep" />
    <path d="M0 300c70-8 120 14 150 54s60 90 44 126H0z" className="field" />
    <path d="M10 340l150 60M6 376l160 62M4 412l160 50" className="furrow" />
    <path d="M-6 236c120-20 250-22 398 2s280-14 414-70" className="road" />
    <path d="M392 238c-30 90-90 150-96 248M392 238c10-70 30-120 20-250" className="road" />
    <path d="M392 238c90 20 130 70 174 110" className="road thin" />
    <g className="trees">
      {[
        [40, 40],
        [80, 64],
        [128, 30],
        [172, 62],
        [60, 128],
        [210, 26],
        [656, 204],
        [684, 226],
        [640, 236],
        [474, 424],
        [502, 442],
        [450, 448],
      ].map(([x, y]) => (
        <path key={`${x}-${y}`} d={`M${x} ${y}l-13 26h26zM${x} ${y! - 14}l-10 22h20z`} />
      ))}
    </g>
    <g className="houses">
      {[
        [362, 186],
        [424, 206],
        [466, 266],
        [318, 264],
        [384, 288],
        [470, 222],
        [334, 198],
      ].map(([x, y]) => (
        <g key={`${x}-${y}`}>
          <path d={`M${x! - 11} ${y}h22v15h-22z`} className="wall" />
          <path d={`M${x! - 15} ${y}l15-13 15 13z`} className="roof" />
        </g>
      ))}
    </g>
    <g className="mill" transform="translate(236 160)">
      <path d="M-8 18l3-30H5l3 30z" className="wall" />
      <path d="M0-12l22-12M0-12l-22 12M0-12l12 22M0-12l-12-22" />
    </g>
    <g className="dome" transform="translate(594 132)">
      <path d="M-18 8a18 18 0 0 1 36 0z" />
      <path d="M2-8l14-14" />
    </g>
  </g>
);
