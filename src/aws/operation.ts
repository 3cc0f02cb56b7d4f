/**
 * How an operation of the AWS APIs is declared. An operation file holds one of these and nothing else: input to core
 * call to output. Decoding, callers, validation, encoding and errors are the dispatcher's (dispatch.ts).
 */
import type { Client } from '../core/clients/client.ts';
import type { Core } from '../core/core.ts';
import type { Principal } from '../core/credentials/principal.ts';
import type { Pool } from '../core/pools/pool.ts';
import type { User } from '../core/users/user.ts';

/** What an SDK marks as `T | undefined` without `?` is required by the model; validation has seen to it. */
export type Valid<Input> = {
  [Key in keyof Input]: object extends Pick<Input, Key> ? Input[Key] : NonNullable<Input[Key]>;
};

/** The SDK adds `$metadata` on its side; on the wire it does not exist. Timestamps are `Date` here. */
export type Body<Output> = Omit<Output, '$metadata'>;

/** Facts about a request that any operation may want. */
export interface RequestInfo {
  readonly id: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly referer?: string | undefined;
  /** HTTPS all the way from the client. */
  readonly secure: boolean;
}

/** Who signed a request (SigV4). Account and region come from the credential and its scope. */
export interface SignedCaller {
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly principal: Principal;
}

/** Who an AccessToken speaks for; signature, expiry, issuer, use, scope and revocation are checked. */
export interface TokenCaller {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly claims: Readonly<Record<string, unknown>>;
}

export type PublicHandler<Input, Output> = (
  core: Core,
  input: Valid<Input>,
  request: RequestInfo,
) => Promise<Body<Output>>;

export type SignedHandler<Input, Output> = (
  core: Core,
  input: Valid<Input>,
  caller: SignedCaller,
  request: RequestInfo,
) => Promise<Body<Output>>;

export type TokenHandler<Input, Output> = (
  core: Core,
  input: Valid<Input>,
  caller: TokenCaller,
  request: RequestInfo,
) => Promise<Body<Output>>;

export type Operation =
  | { readonly caller: 'public'; readonly handle: PublicHandler<object, object> }
  | { readonly caller: 'signed'; readonly handle: SignedHandler<object, object> }
  | { readonly caller: 'token'; readonly handle: TokenHandler<object, object> };

// The seam between the typed handlers and the table of operations: the dispatcher has validated the input against
// the model before it calls, which the compiler cannot know.

export const publicOperation = <Input extends object, Output extends object>(
  handle: PublicHandler<Input, Output>,
): Operation => ({ caller: 'public', handle: handle as unknown as PublicHandler<object, object> });

export const signedOperation = <Input extends object, Output extends object>(
  handle: SignedHandler<Input, Output>,
): Operation => ({ caller: 'signed', handle: handle as unknown as SignedHandler<object, object> });

export const tokenOperation = <Input extends object, Output extends object>(
  handle: TokenHandler<Input, Output>,
): Operation => ({ caller: 'token', handle: handle as unknown as TokenHandler<object, object> });
