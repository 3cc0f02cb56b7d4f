/** The object without its unset members, so that spreading it over defaults leaves those in place. */
export const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
