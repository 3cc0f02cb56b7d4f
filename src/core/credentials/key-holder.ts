/** From the access key that a request names to its secret and to whom it speaks for. */
import type { Core } from '../core.ts';
import type { AccessKey } from '../ports.ts';
import { isTemporary } from './access-key.ts';
import type { Principal } from './principal.ts';
import { openSessionToken } from './session-token.ts';

export interface KeyHolder {
  readonly secret: string;
  readonly principal: Principal;
}

/** `expired`: it was one of ours. `unknown`: nobody's, switched off, or a token that belongs to another key. */
export type Unheld = 'expired' | 'unknown';

export const holderOf = async (
  core: Pick<Core, 'clock' | 'sealer' | 'store'>,
  accessKeyId: string,
  sessionToken: string | undefined,
): Promise<KeyHolder | Unheld> => {
  if (sessionToken !== undefined || isTemporary(accessKeyId)) return ofSession(core, accessKeyId, sessionToken);
  const key = await core.store.accessKeys.byId(accessKeyId);
  const principal = key?.status === 'Active' ? await principalOf(core, key) : undefined;
  if (!key || !principal) return 'unknown';
  return { secret: Buffer.from(core.sealer.open('access-key', key.sealedSecret, key.id)).toString(), principal };
};

/** A long-term key comes without a session token; one beside it is a mix-up or a forgery. */
const ofSession = (
  core: Pick<Core, 'clock' | 'sealer'>,
  accessKeyId: string,
  sessionToken: string | undefined,
): KeyHolder | Unheld => {
  const session = sessionToken === undefined ? undefined : openSessionToken(core, sessionToken);
  if (session?.accessKeyId !== accessKeyId) return 'unknown';
  const { principal, secretAccessKey: secret } = session;
  return core.clock.now() < principal.session.expiresAt ? { secret, principal } : 'expired';
};

/** Undefined where the key's user is gone. */
const principalOf = async (
  core: Pick<Core, 'store'>,
  { account, userId }: AccessKey,
): Promise<Principal | undefined> => {
  if (userId === undefined) return { kind: 'root', account };
  const user = await core.store.iam.byId(account, 'user', userId);
  return user && { kind: 'user', account, name: user.name, path: user.path, id: user.id };
};
