/** What a name that somebody types in looks like. */

export const looksLikeEmail = (name: string): boolean => /^[^\s@]+@[^\s@]+$/.test(name);

/** E.164: a plus sign and up to 15 digits. */
export const looksLikePhone = (name: string): boolean => /^\+[0-9]{1,15}$/.test(name);
