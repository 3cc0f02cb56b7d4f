/** Id and secret in the Authorization header (RFC 6749 section 2.3.1). */
import { TokenRefused } from '../errors.ts';
import type { TokenRequest } from '../token-request.ts';
import { type ClientAuth, isSecretOf } from './client-auth.ts';

export const clientSecretBasic: ClientAuth = {
  method: 'client_secret_basic',
  clientId: (request) => credentialsOf(request)?.id,
  proves(core, client, request) {
    const { secret = '' } = credentialsOf(request) ?? {};
    if (client.sealedSecrets.length === 0) return secret === '';
    // Many clients leave out the encoding that the RFC asks for.
    return [secret, formDecoded(secret)].map((each) => isSecretOf(core, client, each)).includes(true);
  },
};

const credentialsOf = ({ authorization = '' }: TokenRequest): { id: string; secret: string } | undefined => {
  const [, encoded] = /^basic +(.*)$/i.exec(authorization) ?? [];
  if (encoded === undefined) return undefined;
  const [, id, secret] = /^([^:]+):(.*)$/.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  if (id === undefined || secret === undefined) throw new TokenRefused('invalid_client');
  return { id: formDecoded(id), secret };
};

const formDecoded = (text: string): string => new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
