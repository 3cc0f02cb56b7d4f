import type { ListAccessKeysCommandInput as Input, ListAccessKeysCommandOutput as Output } from '@aws-sdk/client-iam';
import { accessKeysOf } from '../../core/iam/access-keys.ts';
import { pageOf } from '../../core/iam/list.ts';
import { signedOperation } from '../operation.ts';
import { userNameOf } from './shapes/caller.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const ListAccessKeys = signedOperation<Input, Output>(async (core, input, caller) => {
  const UserName = userNameOf(caller, input.UserName);
  const keys = await accessKeysOf(core, caller.account, UserName);
  const listing = pageOf(core, `${caller.account} ListAccessKeys ${UserName}`, keys, pageFrom(input));
  return {
    AccessKeyMetadata: listing.rows.map(({ id, status, createdAt }) => ({
      UserName,
      AccessKeyId: id,
      Status: status,
      CreateDate: new Date(createdAt),
    })),
    ...pageFields(listing),
  };
});
