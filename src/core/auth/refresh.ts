/** REFRESH_TOKEN_AUTH: new tokens for a refresh token, which stays as it is. Its sibling for rotation is tokens/refresh.ts. */
import { checkSecretHash } from '../clients/secret-hash.ts';
import { invalidParameter, notAuthorized, ServiceError } from '../errors.ts';
import { refreshTokens, rotatesRefreshTokens } from '../tokens/refresh.ts';
import { openRefreshToken } from '../tokens/refresh-token.ts';
import { required } from './parameters.ts';
import type { AuthCore, Door, Given, SignInAnswer } from './sign-in.ts';

/** Throws InvalidParameterException where the client rotates refresh tokens, and what `refreshTokens` throws. */
export const refresh = async (core: AuthCore, { client }: Door, given: Given): Promise<SignInAnswer> => {
  const refreshToken = required(given, 'REFRESH_TOKEN');
  if (rotatesRefreshTokens(client)) {
    throw invalidParameter('Refresh token rotation is enabled for this client: use GetTokensFromRefreshToken.');
  }
  await checkRefreshHash(core, { client }, refreshToken, given['SECRET_HASH']);
  const { refreshToken: _, ...tokens } = await refreshTokens(core, {
    client,
    refreshToken,
    deviceKey: given['DEVICE_KEY'],
  });
  return { kind: 'tokens', tokens };
};

/** The hash is made with the username or the sub: the request itself names nobody. */
const checkRefreshHash = async (
  core: AuthCore,
  { client }: Pick<Door, 'client'>,
  refreshToken: string,
  hash: string | undefined,
): Promise<void> => {
  if (client.sealedSecrets.length === 0 || hash === undefined) return checkSecretHash(core, client, '', hash);
  const grant = openRefreshToken(core, client, refreshToken);
  if (!grant) throw notAuthorized('Invalid Refresh Token.');
  const user = await core.store.users.bySub(grant.poolId, grant.sub);
  try {
    checkSecretHash(core, client, user?.username ?? grant.sub, hash);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    checkSecretHash(core, client, grant.sub, hash);
  }
};
