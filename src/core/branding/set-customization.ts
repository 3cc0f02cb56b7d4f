/** The look of the classic hosted UI: for one app client, or for all that have none of their own. */
import { poolClient } from '../clients/pool-client.ts';
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { Pool } from '../pools/pool.ts';
import { retryOn, tooManyWriters } from '../retry.ts';
import { checkCss } from './css.ts';
import { imageKind } from './images.ts';
import { ALL_CLIENTS, type Logo, type UiCustomization } from './ui-customization.ts';

export interface CustomizationMembers {
  readonly css?: string;
  readonly image?: Uint8Array;
}

const MAX_IMAGE_BYTES = 100 * 1024;

/** What is left out is taken away. Throws InvalidParameterException, ResourceNotFoundException. */
export const setCustomization = async (
  core: Pick<Core, 'store' | 'clock'>,
  pool: Pool,
  clientId: string,
  members: CustomizationMembers,
): Promise<UiCustomization> => {
  if (clientId !== ALL_CLIENTS) await poolClient(core, pool, clientId);
  assertDomain(pool);
  const { css } = members;
  if (css !== undefined) checkCss(css);
  const image = members.image === undefined ? undefined : logoOf(Buffer.from(members.image));
  return retryOn('ui-customization.changed', tooManyWriters, async () => {
    const before = await core.store.uiCustomizations.find(pool.id, clientId);
    const now = core.clock.now();
    const after: UiCustomization = {
      poolId: pool.id,
      clientId,
      css,
      cssVersion: css === before?.css ? before?.cssVersion : cssVersion(css, now),
      image,
      createdAt: before?.createdAt ?? now,
      modifiedAt: now,
      version: before?.version ?? 1,
    };
    const { uiCustomizations } = core.store;
    await core.store.commit([before === undefined ? uiCustomizations.insert(after) : uiCustomizations.update(after)]);
    return after;
  });
};

/** The client's own, else that of all clients. Throws ResourceNotFoundException. */
export const findCustomization = async (
  core: Pick<Core, 'store'>,
  pool: Pool,
  clientId: string,
): Promise<UiCustomization | undefined> => {
  if (clientId !== ALL_CLIENTS) await poolClient(core, pool, clientId);
  const own = await core.store.uiCustomizations.find(pool.id, clientId);
  return own ?? core.store.uiCustomizations.find(pool.id, ALL_CLIENTS);
};

const assertDomain = ({ domains }: Pool): void => {
  if (domains?.prefix === undefined && domains?.custom === undefined) {
    throw invalidParameter('There has to be an existing domain associated with this user pool');
  }
};

const logoOf = (bytes: Buffer): Logo => {
  if (bytes.byteLength > MAX_IMAGE_BYTES) throw invalidParameter('The image file must not be larger than 100 KB.');
  const kind = imageKind(bytes);
  if (kind !== 'PNG' && kind !== 'JPEG') throw invalidParameter('The image file must be a PNG or JPG.');
  return { type: kind === 'PNG' ? 'image/png' : 'image/jpeg', data: bytes.toString('base64') };
};

/** The moment of the change, as digits. */
const cssVersion = (css: string | undefined, now: number): string | undefined =>
  css === undefined ? undefined : new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
