/** A whole unicorn in a leap, on 320 × 240. */
export const Unicorn = ({ coat = 'var(--coat)', mane = 'var(--coral)' }) => (
  <g className="unicorn" strokeLinecap="round" strokeLinejoin="round">
    <path d="M62 96c-22-14-44-4-50 18-4 15-1 28-8 42 20-4 34-16 38-32 3-11 9-17 22-16z" fill={mane} />
    <path d="M92 128c-14 18-30 26-34 46-1 7 1 12 4 16" fill="none" stroke={coat} strokeWidth="15" className="far" />
    <path d="M196 124c16 12 34 12 44 28 3 6 3 12 1 17" fill="none" stroke={coat} strokeWidth="14" className="far" />
    <path
      d="M58 104c10-24 42-30 76-26 30 3 52-4 66-26 6-10 12-18 22-22l8-14 9 16c11 3 18 10 23 19l16 27c4 8 0 16-8 18-13 3-26-1-36-9-5 21-12 36-28 46-24 15-58 12-86 10-34-2-72-8-62-39z"
      fill={coat}
    />
    <path d="M78 118c-4 22-26 34-36 54-3 7-2 13 1 18" fill="none" stroke={coat} strokeWidth="17" />
    <path d="M186 126c8 18 30 26 36 46 2 7 0 13-3 18" fill="none" stroke={coat} strokeWidth="16" />
    <path d="M243 33 273-12l-9 55z" fill="var(--gold)" />
    <path d="M259 9l8 6M252 20l11 9" stroke="#b57b00" strokeWidth="3" fill="none" opacity=".55" />
    <path
      d="M228 24c-28-8-56 8-68 36-6 14-16 20-32 20 22 14 50 8 64-12 2 14-2 22-10 30 24-6 38-26 40-48 4-10 8-18 14-22z"
      fill={mane}
    />
    <circle cx="248" cy="52" r="5" fill="#2c1b47" />
    <path d="M268 84c-4 3-9 3-13 1" stroke="#2c1b47" strokeWidth="2.500" fill="none" opacity=".5" />
    <path d="M36 186l14 6-3 8-17-5z M214 186l13 7-5 7-15-6z" fill="#2c1b47" opacity=".75" />
  </g>
);
