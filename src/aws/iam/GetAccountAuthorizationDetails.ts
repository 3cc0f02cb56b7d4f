import type {
  GetAccountAuthorizationDetailsCommandInput as Input,
  GetAccountAuthorizationDetailsCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { accountDetails, DETAILS, type Detail } from '../../core/iam/account-details.ts';
import { groupsOf } from '../../core/iam/groups.ts';
import { entityArn, type IamEntities, type IamEntity } from '../../core/iam/records.ts';
import { signedOperation } from '../operation.ts';
import { groupDetail, policyDetail, roleDetail, userDetail } from './shapes/details.ts';
import { pageFields, pageFrom } from './shapes/page.ts';

export const GetAccountAuthorizationDetails = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { Filter: filter = [] } = input;
  const wanted = filter.length === 0 ? DETAILS : filter.map((name) => NAMED[name]);
  const details = await accountDetails(core, account, wanted, pageFrom(input));
  const users = of(details.rows, 'user').map(async (user) =>
    userDetail(
      user,
      (await groupsOf(core, user)).map(({ name }) => name),
    ),
  );
  return {
    UserDetailList: await Promise.all(users),
    GroupDetailList: of(details.rows, 'group').map(groupDetail),
    RoleDetailList: of(details.rows, 'role').map(roleDetail),
    Policies: of(details.rows, 'policy').map((policy) => policyDetail(policy, details.useOf(entityArn(policy)))),
    ...pageFields(details),
  };
});

const NAMED: Readonly<Record<NonNullable<Input['Filter']>[number], Detail>> = {
  User: 'user',
  Group: 'group',
  Role: 'role',
  LocalManagedPolicy: 'policy',
  AWSManagedPolicy: 'aws-policy',
};

const of = <Kind extends Detail & keyof IamEntities>(rows: readonly IamEntity[], kind: Kind): IamEntities[Kind][] =>
  rows.filter((row): row is IamEntities[Kind] => row.kind === kind);
