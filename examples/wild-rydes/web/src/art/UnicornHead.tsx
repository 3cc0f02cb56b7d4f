/** A unicorn's head that looks to the right, on 32 × 32. */
export const UnicornHead = (props: {
  readonly className?: string;
  readonly coat?: string;
  readonly mane?: string;
  /** Where in another picture it stands. */
  readonly at?: { readonly x: number; readonly y: number; readonly size: number };
}) => (
  <svg
    viewBox="0 0 32 32"
    className={props.className}
    aria-hidden="true"
    {...(props.at && { x: props.at.x, y: props.at.y, width: props.at.size, height: props.at.size })}
  >
    <path d="M22.8 2.500 16.900 12.600l3.700 1.800z" fill="var(--gold)" />
    <path
      d="M9 28.500c-.8-7.500 1-13.600 6.200-16.500l1.400-4.200 2.600 3.300c1.300.3 2.200.9 2.800 1.800 1.100 1.500 3.400 5.200 4.100 6.900.6 1.300-.1 2.600-1.400 2.900-2 .5-3.900-.2-5.400-1.400-.7 2.700.2 4.700 1 7.200z"
      fill={props.coat ?? 'var(--coat)'}
    />
    <path
      d="M15.800 10.600c-4.200-1-8.800 2-10.200 7.200-.9 3.400-.7 7 .2 10.700H9.600c.2-2.600.3-5 .9-7.200.9-3.700 2.700-7 5.800-9.200z"
      fill={props.mane ?? 'var(--coral)'}
    />
    <circle cx="19.300" cy="15.900" r="1.050" fill="#2c1b47" />
  </svg>
);
