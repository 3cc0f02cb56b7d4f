/** RFC 6749 section 4.4. `aws_client_metadata`: developer guide, "The token issuer endpoint". */
import { issueForClient } from '../../tokens/client-token.ts';
import type { Metadata } from '../../triggers/event.ts';
import { TokenRefused } from '../errors.ts';
import { assertFlow, given } from '../token-request.ts';
import type { Grant } from './grant.ts';

export const clientCredentials: Grant = {
  type: 'client_credentials',
  async tokens(core, { pool, client, parameters }) {
    if (client.sealedSecrets.length === 0) throw new TokenRefused('unauthorized_client');
    assertFlow(client, 'client_credentials');
    const scopes = given(parameters, 'scope')?.split(' ').filter(Boolean);
    return issueForClient(core, pool, client, { scopes, clientMetadata: metadataOf(parameters) });
  },
};

/** A JSON object of text. */
const metadataOf = (parameters: URLSearchParams): Metadata | undefined => {
  const text = given(parameters, 'aws_client_metadata');
  if (text === undefined) return undefined;
  const metadata = parsed(text);
  if (isMetadata(metadata)) return metadata;
  throw new TokenRefused('invalid_request', 'aws_client_metadata is not a JSON object of strings');
};

const isMetadata = (value: unknown): value is Metadata =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((each) => typeof each === 'string');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
