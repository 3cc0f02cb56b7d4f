/** Password policy in Cognito's words, and passwords made to satisfy it. */
import type { Core } from '../core.ts';
import { ServiceError } from '../errors.ts';
import type { PasswordPolicy } from '../pools/pool.ts';

/** The special characters that count (developer guide, "Adding user pool password requirements"). */
const SYMBOLS = '^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+=';
const LONGEST = 256;

const isSymbol = (character: string, at: number, all: readonly string[]): boolean =>
  SYMBOLS.includes(character) || (character === ' ' && at > 0 && at < all.length - 1);

/** A space counts as a symbol, but not at either end. */
const hasSymbol = (password: string): boolean => [...password].some(isSymbol);

const violation = (policy: PasswordPolicy, password: string): string | undefined => {
  if (password.length < policy.minimumLength) return 'Password not long enough';
  if (password.length > LONGEST) return 'Password too long';
  if (policy.requireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.requireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.requireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters';
  if (policy.requireSymbols && !hasSymbol(password)) return 'Password must have symbol characters';
  if (password !== password.trim()) return 'Password must not start or end with a space';
  return undefined;
};

/** Throws InvalidPasswordException "Password did not conform with policy: …", naming the first rule that is broken. */
export const checkPasswordPolicy = (policy: PasswordPolicy, password: string): void => {
  const broken = violation(policy, password);
  if (broken) throw new ServiceError('InvalidPasswordException', `Password did not conform with policy: ${broken}`);
};

/** Without characters that are easily taken for others, and none that HTML or shells would change on the way. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789!#%*+-=?@_';
const ALL_CLASSES: Partial<PasswordPolicy> = {
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

/** At least 12 characters of all four kinds: about 70 bits. */
export const generatePassword = (core: Pick<Core, 'random'>, policy: PasswordPolicy): string => {
  const wanted = { ...policy, ...ALL_CLASSES };
  const length = Math.max(12, policy.minimumLength);
  let password: string;
  do {
    password = core.random.string(length, ALPHABET);
  } while (violation(wanted, password));
  return password;
};
