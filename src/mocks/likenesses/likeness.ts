/** What one imitated provider does its own way. */
import type { Grant } from '../grants.ts';
import type { MockParts } from '../parts.ts';

export interface Likeness {
  /** Below `/mocks`. */
  readonly path: string;
  readonly title: string;
  /** Its id of a person, made of their e-mail address or name. */
  subject(seed: string): string;
  /** Name and value pairs of the answer to somebody who cancels. */
  readonly cancelled: Readonly<Record<string, string>>;
  /** Answers come in the body of a form, beside them what this gives (Sign in with Apple). */
  formAnswer?(parts: MockParts, grant: Grant): Readonly<Record<string, string>>;
  /** Whether the client showed that it is the client. */
  knowsClient(parts: MockParts, given: ClientProof): Promise<boolean> | boolean;
  /** The answer to a code beside the access token. */
  tokens(parts: MockParts, grant: Grant): Promise<Readonly<Record<string, unknown>>>;
  /** The person as told to a bearer of their token; absent: there is nothing to ask. */
  readonly profile?: {
    readonly path: string;
    tell(person: Told, asked: URLSearchParams): Readonly<Record<string, unknown>>;
  };
  readonly issuesIdTokens: boolean;
  /** What it tells of an access token that identity pools are shown; absent: they are shown ID tokens. */
  readonly inspection?: {
    readonly path: string;
    /** The parameter with the token. */
    readonly parameter: string;
    /** `subject` undefined: it does not know the token. Seconds since 1970. */
    tell(subject: string | undefined, now: number): Readonly<Record<string, unknown>>;
  };
}

export interface ClientProof {
  readonly clientId: string;
  readonly secret: string;
}

export interface Told extends Pick<Grant, 'person' | 'scope'> {
  readonly subject: string;
}
