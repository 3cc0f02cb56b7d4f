/** What the client does with its code. */
import { CALLBACK, type FederatedPool, type Outcome } from './pool.ts';

export interface TokenAnswer {
  readonly id: Record<string, unknown>;
  readonly access: Record<string, unknown>;
}

export const redeem = async (pool: FederatedPool, { code }: Outcome): Promise<TokenAnswer> => {
  const answer = await fetch(`${pool.site}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: pool.clientId,
      code: code ?? '',
      redirect_uri: CALLBACK,
    }),
  });
  const tokens = (await answer.json()) as { id_token: string; access_token: string };
  if (!answer.ok) throw new Error(JSON.stringify(tokens));
  return { id: claimsOf(tokens.id_token), access: claimsOf(tokens.access_token) };
};

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
