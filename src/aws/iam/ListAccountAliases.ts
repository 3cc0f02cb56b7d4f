import type {
  ListAccountAliasesCommandInput as Input,
  ListAccountAliasesCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { signedOperation } from '../operation.ts';

/** An alias is part of the address of AWS's console, so that no account has one here. */
export const ListAccountAliases = signedOperation<Input, Output>(async () => ({
  AccountAliases: [],
  IsTruncated: false,
}));
