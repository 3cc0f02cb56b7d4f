import { Unicorn } from './Unicorn.tsx';

/** The picture of the pages before signing in: dusk over hills, and somebody leaping. */
export const Meadow = () => (
  <svg className="meadow" viewBox="0 0 640 640" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    <rect width="640" height="640" fill="var(--sky)" />
    <circle cx="470" cy="190" r="86" fill="var(--orb)" />
    <circle cx="500" cy="172" r="76" fill="var(--sky)" className="crescent" />
    <g className="stars" fill="var(--star)">
      <circle cx="80" cy="96" r="3" />
      <circle cx="180" cy="54" r="2" />
      <circle cx="256" cy="130" r="2.500" />
      <circle cx="344" cy="66" r="2" />
      <circle cx="586" cy="80" r="3" />
      <circle cx="120" cy="190" r="2" />
      <circle cx="590" cy="260" r="2" />
    </g>
    <path d="M0 420c90-70 170-84 250-40s170 30 240-20 110-50 150-36v316H0z" fill="var(--hill-far)" />
    <path d="M56 500l30-92 30 92zM100 500l22-66 22 66zM556 510l26-82 26 82z" fill="var(--tree)" />
    <path d="M0 500c120-60 220-40 320-4s220 10 320-40v184H0z" fill="var(--hill)" />
    <path d="M0 574c140-40 260-40 360-14s200 20 280-6v86H0z" fill="var(--hill-near)" />
    <g stroke="var(--flower)" strokeWidth="6" strokeLinecap="round">
      <path d="M60 610h.1M130 590h.1M214 616h.1M420 606h.1M500 590h.1M584 612h.1M330 592h.1" />
    </g>
    <g transform="translate(160 256)">
      <Unicorn />
    </g>
    <path
      d="M118 372c-26 4-52 2-76-8M130 404c-30 10-58 12-88 4"
      fill="none"
      stroke="var(--star)"
      strokeWidth="4"
      strokeLinecap="round"
      opacity=".7"
    />
  </svg>
);
