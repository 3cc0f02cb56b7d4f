/** How often STS is asked: signed calls count for their account, public ones for the role's. */
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { failureOf, peopleOf, trusting } from '../credentials/support.ts';
import { startTestApp } from '../support/test-app.ts';

test('strangers do not use up what a role’s account has', async () => {
  const app = await startTestApp({ flags: { 'rate-limits': true, 'rate-limit-overrides': 'SecurityTokens=2' } });
  try {
    const people = await peopleOf(app);
    const RoleArn = await people.role(
      'web',
      trusting({ Federated: 'accounts.google.com' }, 'sts:AssumeRoleWithWebIdentity'),
    );
    const nobody = people.as({ accessKeyId: '', secretAccessKey: '' }).sts;
    const assume = (arn: string) =>
      nobody.send(
        new AssumeRoleWithWebIdentityCommand({ RoleArn: arn, RoleSessionName: 'web', WebIdentityToken: 'no-token' }),
      );
    const missing = RoleArn.replace('web', 'missing');
    const answers: string[] = [];
    for (const arn of [missing, missing, missing, RoleArn]) answers.push((await failureOf(assume(arn))).name);
    const [one, two, three, known] = answers;
    expect([one, two, three]).toEqual(['InvalidIdentityTokenException', 'InvalidIdentityTokenException', 'Throttling']);
    expect(known).toBe('InvalidIdentityTokenException');
    const { sts } = people.as(people.operator);
    const who = () => sts.send(new GetCallerIdentityCommand({}));
    await Promise.all([who(), who()]);
    expect(await failureOf(who())).toMatchObject({ name: 'Throttling', message: 'Rate exceeded', status: 400 });
  } finally {
    await app.stop();
  }
});
