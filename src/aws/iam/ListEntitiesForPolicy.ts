import type {
  ListEntitiesForPolicyCommandInput as Input,
  ListEntitiesForPolicyCommandOutput as Output,
} from '@aws-sdk/client-iam';
import { requirePolicy } from '../../core/iam/find.ts';
import { linkedTo } from '../../core/iam/linked.ts';
import { pageOf } from '../../core/iam/list.ts';
import type { IamLink } from '../../core/iam/records.ts';
import { signedOperation } from '../operation.ts';
import { pageFields, pageFrom, underPath } from './shapes/page.ts';

export const ListEntitiesForPolicy = signedOperation<Input, Output>(async (core, input, { account }) => {
  const { PolicyArn, EntityFilter } = input;
  await requirePolicy(core, account, PolicyArn);
  const found = await Promise.all(linksOf(input).map((link) => linkedTo(core, account, PolicyArn, link)));
  const each = new Map(found.flat().map((entity) => [entity.id, entity])).values();
  const wanted = [...each].filter(underPath(input.PathPrefix)).filter(({ kind }) => isOf(kind, EntityFilter));
  const listing = pageOf(core, `${account} ListEntitiesForPolicy ${PolicyArn}`, wanted, pageFrom(input));
  const ofKind = (kind: string) => listing.rows.filter((entity) => entity.kind === kind);
  return {
    PolicyGroups: ofKind('group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
    PolicyUsers: ofKind('user').map(({ name, id }) => ({ UserName: name, UserId: id })),
    PolicyRoles: ofKind('role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    ...pageFields(listing),
  };
});

const linksOf = ({ PolicyUsageFilter }: Input): IamLink[] => {
  if (PolicyUsageFilter === undefined) return ['attached', 'boundary'];
  return [PolicyUsageFilter === 'PermissionsBoundary' ? 'boundary' : 'attached'];
};

const isOf = (kind: string, filter: string | undefined): boolean =>
  filter === undefined || filter.toLowerCase() === kind;
