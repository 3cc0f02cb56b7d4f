/** Who signs in, as functions hear of it: somebody, or nobody where the client hides which users exist. */
import type { Client } from '../clients/client.ts';
import type { User } from '../users/user.ts';
import { eventAttributes, type TriggerCaller } from './event.ts';

/** A sign-in always comes through a client. */
export interface TriggerDoor extends TriggerCaller {
  readonly client: Client;
}

export interface HiddenSubject {
  readonly username: string;
  readonly user?: User | undefined;
}

export const subjectAttributes = ({ user }: HiddenSubject): Record<string, string> =>
  user ? eventAttributes(user) : {};

/** `userNotFound` is there only where the client hides which users exist (PreventUserExistenceErrors). */
export const subjectFlag = ({ client }: TriggerDoor, { user }: HiddenSubject): { userNotFound?: boolean } =>
  client.settings.preventUserExistenceErrors === 'ENABLED' ? { userNotFound: user === undefined } : {};
