/**
 * Actions of STS.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Security Token Service"; STS
 * API reference: GetCallerIdentity and GetSessionToken need no permission.
 */
import type { Rules } from './rule.ts';
import { each, NO_RESOURCE, tagsIn, textIn } from './rule.ts';

export const stsRules: Rules = {
  ...each(['GetCallerIdentity', 'GetSessionToken'], 'signed'),
  ...each(['DecodeAuthorizationMessage', 'GetAccessKeyInfo'], NO_RESOURCE),
  // The role's trust policy decides along with the caller's own policies.
  AssumeRole: 'handler',
  GetFederationToken: ({ caller, input }) => {
    const requestTags = tagsIn(input['Tags']);
    const hasTags = requestTags !== undefined && Object.keys(requestTags).length > 0;
    return {
      resources: [`arn:aws:sts::${caller.account}:federated-user/${textIn(input, 'Name')}`],
      requestTags,
      ...(hasTags && { also: ['sts:TagSession'] }),
    };
  },
};
