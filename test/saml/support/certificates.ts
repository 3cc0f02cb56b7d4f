import { GetSigningCertificateCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { TestApp } from '../../support/test-app.ts';

export const signingCertificateOf = async ({ cognito }: Pick<TestApp, 'cognito'>, poolId: string): Promise<string> => {
  const { Certificate = '' } = await cognito.send(new GetSigningCertificateCommand({ UserPoolId: poolId }));
  return Certificate;
};
