/** What every engine must do. An engine is finished when this is green on it. */
import { describe } from 'vitest';
import { codesConform } from './conformance/codes.ts';
import { commitsConform } from './conformance/commits.ts';
import { groupsConform } from './conformance/groups.ts';
import { invocationsConform, managedKeysConform } from './conformance/invocations.ts';
import { keysConform, leasesConform, sealedConform } from './conformance/keys.ts';
import { marksConform } from './conformance/marks.ts';
import { messagesConform } from './conformance/messages.ts';
import { passkeysConform } from './conformance/passkeys.ts';
import { clientsConform, poolsConform } from './conformance/pools.ts';
import { recordsConform } from './conformance/records.ts';
import { sweepConforms } from './conformance/sweep.ts';
import { listingConforms } from './conformance/user-list.ts';
import { aliasesConform, usersConform } from './conformance/users.ts';
import { engines, useStore } from './support/engines.ts';

describe.each(engines)('the store on %s', (engine) => {
  const context = useStore(engine);
  describe('commits', () => commitsConform(context));
  describe('pools', () => poolsConform(context));
  describe('clients', () => clientsConform(context));
  describe('users', () => usersConform(context));
  describe('lists of users', () => listingConforms(context));
  describe('aliases', () => aliasesConform(context));
  describe('groups', () => groupsConform(context));
  describe('codes and attempts', () => codesConform(context));
  describe('tickets, revocations and rotations', () => marksConform(context));
  describe('passkeys', () => passkeysConform(context));
  describe('messages', () => messagesConform(context));
  describe('keys', () => keysConform(context));
  describe('recorded calls of functions', () => invocationsConform(context));
  describe('managed keys', () => managedKeysConform(context));
  describe('leases', () => leasesConform(context));
  describe('sealed values', () => sealedConform(context));
  describe('records of pools', () => recordsConform(context));
  describe('the sweep', () => sweepConforms(context));
});
