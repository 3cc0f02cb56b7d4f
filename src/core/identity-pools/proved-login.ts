/** A login whose token was checked. */
import type { Login } from './records.ts';

export interface ProvedLogin {
  readonly login: Login;
  /** What the provider is called in role mappings and in maps of principal tags, the closest name first. */
  readonly names: readonly string[];
  /** Provider and subject as `amr` tells them, beside the provider's name. */
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What `amr` of tokens and policies tells. Without logins it is a guest. */
export const amrOf = (logins: readonly ProvedLogin[]): string[] =>
  logins.length === 0
    ? ['unauthenticated']
    : ['authenticated', ...logins.flatMap(({ login, subject }) => [login.provider, subject])];
