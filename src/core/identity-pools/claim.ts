/** The values of a claim, as text. An object has none. */
export const claimValues = (claims: Readonly<Record<string, unknown>>, name: string): string[] => {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return [value].flat().flatMap((each) => {
    if (typeof each === 'string') return [each];
    return typeof each === 'number' || typeof each === 'boolean' ? [String(each)] : [];
  });
};
