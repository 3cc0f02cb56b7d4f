/** The message that brings a temporary password to a user whom an administrator made. */
import type { Core } from '../core.ts';
import { invalidParameter } from '../errors.ts';
import type { OutgoingMessage } from '../messages/compose.ts';
import { prepareMessages } from '../messages/prepare.ts';
import type { Pool } from '../pools/pool.ts';
import { triggerArn, versionedTriggerArn } from '../triggers/config.ts';
import type { TriggerCaller } from '../triggers/event.ts';
import type { User } from './user.ts';

export type Medium = 'EMAIL' | 'SMS';

const address = (user: User, medium: Medium): string | undefined =>
  user.attributes[medium === 'EMAIL' ? 'email' : 'phone_number'];

const MISSING: Readonly<Record<Medium, string>> = {
  EMAIL: 'No email provided but desired delivery medium was Email',
  SMS: 'No phone number provided but desired delivery medium was SMS',
};

/** Throws InvalidParameterException when the user cannot be reached as the administrator wishes. */
export const checkMediums = (user: User, wanted: readonly Medium[]): void => {
  const unreachable = wanted.find((medium) => !address(user, medium));
  if (unreachable) throw invalidParameter(MISSING[unreachable]);
};

/** Without a wish: SMS, or e-mail for a user without a phone number. */
const mediumsOf = (user: User, wanted: readonly Medium[]): readonly Medium[] => {
  if (wanted.length > 0) return [...new Set(wanted)];
  return (['SMS', 'EMAIL'] as const).filter((medium) => address(user, medium)).slice(0, 1);
};

/** What the user will type in to sign in. */
const signInName = (pool: Pool, user: User): string =>
  pool.usernameAttributes.map((name) => user.attributes[name]).find((value) => value) ?? user.username;

const ownTemplate = (pool: Pool, medium: Medium): string | undefined => {
  const template = pool.settings.adminCreateUser.inviteMessageTemplate;
  return medium === 'EMAIL' ? template?.emailMessage : template?.smsMessage;
};

/**
 * A password goes out only where the template has a place for it, and a template with such a place only where there
 * is a password (API reference, AdminCreateUser). What the pool's own code words or sends is its own affair.
 */
const fits = (pool: Pool, medium: Medium, password: string | undefined): boolean =>
  triggerArn(pool, 'CustomMessage') !== undefined ||
  versionedTriggerArn(pool, medium === 'EMAIL' ? 'CustomEmailSender' : 'CustomSMSSender') !== undefined ||
  (ownTemplate(pool, medium)?.includes('{####}') ?? true) === (password !== undefined);

/**
 * One message a medium; none when there is no address or the pool's template does not fit. Throws what CustomMessage
 * throws.
 */
export const invitations = async (
  core: Pick<Core, 'settings' | 'functions'>,
  caller: TriggerCaller,
  user: User,
  password: string | undefined,
  wanted: readonly Medium[],
): Promise<OutgoingMessage[]> => {
  const { pool } = caller;
  const envelopes = mediumsOf(user, wanted)
    .filter((medium) => fits(pool, medium, password))
    .map((channel) => ({ channel, to: address(user, channel) as string }));
  if (envelopes.length === 0) return [];
  const who = { user, shownName: signInName(pool, user) };
  return prepareMessages(core, caller, who, 'invitation', envelopes, { password: password ?? '' });
};
