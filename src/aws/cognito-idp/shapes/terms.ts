/** Terms documents as the wire shows them. */
import type { TermsDescriptionType, TermsType } from '@aws-sdk/client-cognito-identity-provider';
import type { Terms } from '../../../core/terms/terms.ts';

export const termsDescription = (terms: Terms): TermsDescriptionType => ({
  TermsId: terms.id,
  TermsName: terms.name,
  // Enumerations are strings in the core; the model has checked them on the way in.
  Enforcement: terms.enforcement as TermsType['Enforcement'],
  CreationDate: new Date(terms.createdAt),
  LastModifiedDate: new Date(terms.modifiedAt),
});

export const termsType = (terms: Terms): TermsType => ({
  ...termsDescription(terms),
  UserPoolId: terms.poolId,
  ClientId: terms.clientId,
  TermsSource: terms.source as TermsType['TermsSource'],
  Links: { ...terms.links },
});
