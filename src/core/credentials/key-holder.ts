/** From the access key that a request names to its secret and to whom it speaks for. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { AccessKey } from '../ports.ts';
import { accountInKeyId, isTemporary } from './access-key.ts';
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

/**
 * A long-term key comes without a session token; one beside it is a mix-up or a forgery. Credentials end with whoever
 * they speak for.
 */
const ofSession = async (
  core: Pick<Core, 'clock' | 'sealer' | 'store'>,
  accessKeyId: string,
  sessionToken: string | undefined,
): Promise<KeyHolder | Unheld> => {
  const session = sessionToken === undefined ? undefined : openSessionToken(core, sessionToken);
  if (session?.accessKeyId !== accessKeyId) return 'unknown';
  if (core.clock.now() >= session.principal.session.expiresAt) return 'expired';
  const principal = await asItStands(core, session.principal);
  return principal ? { secret: session.secretAccessKey, principal } : 'unknown';
};

/** Undefined where the user or role is gone. Users may have another name by now. */
const asItStands = async ({ store }: Pick<Core, 'store'>, principal: Principal): Promise<Principal | undefined> => {
  const { account } = principal;
  switch (principal.kind) {
    case 'root':
      return principal;
    case 'user': {
      const user = await store.iam.byId(account, 'user', principal.id);
      return user && { ...principal, name: user.name, path: user.path };
    }
    case 'role-session':
      return (await store.iam.byId(account, 'role', principal.roleId)) && principal;
    case 'federated-user':
      return (await asItStands({ store }, principal.parent)) && principal;
  }
};

/** Undefined where the key's user is gone. */
const principalOf = (core: Pick<Core, 'store'>, { account, userId }: AccessKey): Promise<Principal | undefined> =>
  asItStands(
    core,
    userId === undefined ? { kind: 'root', account } : { kind: 'user', account, id: userId, name: '', path: '/' },
  );

/** Throws InvalidParameterException for what is no key's id. */
export const accountOfKey = async (core: Pick<Core, 'store'>, accessKeyId: string): Promise<string> => {
  const account = (await core.store.accessKeys.byId(accessKeyId))?.account ?? accountInKeyId(accessKeyId);
  if (account !== undefined) return account;
  throw invalidParameter('The access key ID provided is invalid');
};
