/** The end of every sign-in at a pool's pages, by whatever way: the address with which the browser leaves. */
import type { Client } from '../clients/client.ts';
import type { Site } from '../domains/site.ts';
import { ServiceError } from '../errors.ts';
import type { IssuingCore } from '../tokens/issue.ts';
import { allowsPerson } from './allowed.ts';
import { sealCode } from './code.ts';
import { implicitTokens } from './implicit.ts';
import type { Person } from './person.ts';
import { answerAddress } from './redirect-uri.ts';
import type { AuthorizationRequest } from './request.ts';

/** With a code, with tokens, or with an error where the pool's functions refuse. */
export const finishAuthorization = async (
  core: IssuingCore,
  { pool }: Site,
  client: Client,
  request: AuthorizationRequest,
  person: Person,
): Promise<string> => {
  // The pages ask only for what the client allows; this is the last door.
  if (!allowsPerson(client, person)) return answerAddress(request, { error: 'access_denied' });
  if (request.responseType === 'code') {
    return answerAddress(request, { code: sealCode(core, client, request, person) });
  }
  try {
    return answerAddress(request, await implicitTokens(core, pool, client, request, person));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return answerAddress(request, { error_description: error.message, error: 'invalid_request' });
  }
};
