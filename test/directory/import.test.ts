/** CSV import from end to end: the API, the upload URL, what becomes of each line. */
import {
  AddCustomAttributesCommand,
  AdminGetUserCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetCSVHeaderCommand,
  ListUserImportJobsCommand,
  ListUsersCommand,
  StartUserImportJobCommand,
  StopUserImportJobCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../support/builders.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import {
  createJob,
  csv,
  describeJob,
  ended,
  header,
  importRows,
  importText,
  logOf,
  person,
  ROLE,
  start,
  upload,
} from './support.ts';

describe.each(['sqlite', 'postgres'] as const)('imports on %s', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ engine });
  });
  afterAll(() => app.stop());

  const newPool = (overrides: Parameters<typeof createPool>[1] = {}) =>
    createPool(app, { AutoVerifiedAttributes: ['email'], ...overrides });
  const users = async (poolId: string) =>
    (await app.cognito.send(new ListUsersCommand({ UserPoolId: poolId }))).Users ?? [];
  const userNamed = (poolId: string, name: string) =>
    app.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: name }));
  const attributesOf = async (poolId: string, name: string) => {
    const { UserAttributes = [] } = await userNamed(poolId, name);
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  };

  it('names the columns of the file', async () => {
    const pool = await newPool({ Schema: [{ Name: 'tier', AttributeDataType: 'String' }] });
    const { CSVHeader, UserPoolId } = await app.cognito.send(new GetCSVHeaderCommand({ UserPoolId: pool.Id }));
    expect(UserPoolId).toBe(pool.Id);
    expect(CSVHeader).toEqual([
      'name',
      'given_name',
      'family_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'email',
      'email_verified',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'phone_number',
      'phone_number_verified',
      'address',
      'updated_at',
      'custom:tier',
      'cognito:mfa_enabled',
      'cognito:username',
    ]);
  });

  it('makes users who must reset their passwords, and tells of each line', async () => {
    const pool = await newPool({
      Schema: [{ Name: 'tier', AttributeDataType: 'String', StringAttributeConstraints: {} }],
    });
    const columns = await header(app, pool.Id);
    const job = await createJob(app, pool.Id, { JobName: 'spring' });
    expect(job).toMatchObject({
      JobName: 'spring',
      JobId: expect.stringMatching(/^import-[0-9A-Za-z]{10}$/),
      UserPoolId: pool.Id,
      Status: 'Created',
      CloudWatchLogsRoleArn: ROLE,
      ImportedUsers: 0,
      SkippedUsers: 0,
      FailedUsers: 0,
      CreationDate: expect.any(Date),
    });
    expect(job.PreSignedUrl.startsWith(`${app.core.settings.publicUrl}/`)).toBe(true);
    const rows = [
      person('anna', { birthdate: '02/01/1985', updated_at: '1471453471', 'custom:tier': 'gold\\, 2nd' }),
      person('bert', { name: '  Bert Berg  ' }),
      person('anna'),
      person('carl', { email_verified: 'FALSE' }),
    ];
    const put = await upload(job, csv(columns, rows), { 'x-amz-server-side-encryption': 'aws:kms' });
    expect(put.status).toBe(200);
    expect(await start(app, pool.Id, job)).toMatchObject({ Status: 'Pending', StartDate: expect.any(Date) });
    const done = await ended(app, pool.Id, job);
    expect(done).toMatchObject({
      Status: 'Succeeded',
      ImportedUsers: 2,
      SkippedUsers: 1,
      FailedUsers: 1,
      CompletionDate: expect.any(Date),
      CompletionMessage: expect.any(String),
    });
    expect(await logOf(done)).toEqual([
      '[SUCCEEDED] Line Number 2 - The import succeeded.',
      '[SUCCEEDED] Line Number 3 - The import succeeded.',
      '[SKIPPED] Line Number 4 - The user already exists.',
      '[FAILED] Line Number 5 - The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).',
    ]);
    expect(await userNamed(pool.Id, 'anna')).toMatchObject({
      Username: 'anna',
      UserStatus: 'RESET_REQUIRED',
      Enabled: true,
    });
    expect(await attributesOf(pool.Id, 'anna')).toMatchObject({
      email: 'anna@example.com',
      email_verified: 'true',
      birthdate: '1985-02-01',
      updated_at: '1471453471',
      'custom:tier': 'gold, 2nd',
    });
    expect(await attributesOf(pool.Id, 'bert')).toMatchObject({ name: 'Bert Berg' });
    expect(await users(pool.Id)).toHaveLength(2);
    const { UserPool } = await app.cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool.Id }));
    expect(UserPool?.EstimatedNumberOfUsers).toBe(2);
  });

  it.each([
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['quoted values', (text: string) => text.replaceAll('anna@example.com', '"anna@example.com"')],
    ['no line break at the end', (text: string) => text.trimEnd()],
    ['empty lines between', (text: string) => text.replaceAll('\n', '\n\n')],
    [
      'columns in another order',
      (text: string) =>
        text
          .split('\n')
          .map((line) => line.split(',').reverse().join(','))
          .join('\n')
          .trimEnd(),
    ],
  ])('takes a file with %s', async (_, change) => {
    const pool = await newPool();
    const text = change(csv(await header(app, pool.Id), [person('anna')]));
    expect(await importText(app, pool.Id, text)).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
    expect(await attributesOf(pool.Id, 'anna')).toMatchObject({ email: 'anna@example.com' });
  });

  it.each([
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'), /UTF-8/],
    ['Latin-1', (text: string) => Buffer.from(text.replace('anna@', 'ännä@'), 'latin1'), /UTF-8/],
    ['a column too few', (text: string) => Buffer.from(text.replace(',gender', '')), /lacks: gender/],
    ['a column too many', (text: string) => Buffer.from(text.replace('name,', 'name,shoe_size,')), /unknown/],
    ['no header', (text: string) => Buffer.from(text.slice(text.indexOf('\n') + 1)), /lacks/],
    ['nothing in it', () => Buffer.alloc(0), /empty/],
    ['a quotation mark that is never closed', (text: string) => Buffer.from(text.replace('anna@', '"anna@')), /parsed/],
  ])('fails on a file with %s, and says so', async (_, spoil, message) => {
    const pool = await newPool();
    const text = csv(await header(app, pool.Id), [person('anna')]);
    const job = await importText(app, pool.Id, spoil(text));
    expect(job).toMatchObject({
      Status: 'Failed',
      ImportedUsers: 0,
      CompletionMessage: expect.stringMatching(message),
    });
    expect(job.CompletionMessage).not.toContain('anna');
    expect(await users(pool.Id)).toEqual([]);
  });

  it('refuses rows whose values do not fit, each for its own reason', async () => {
    const pool = await newPool({
      Schema: [
        { Name: 'family_name', Required: true },
        { Name: 'level', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '1', MaxValue: '5' } },
      ],
    });
    const named = (name: string, overrides: Record<string, string> = {}) =>
      person(name, { family_name: 'Berg', ...overrides });
    const bad: [Record<string, string>, RegExp][] = [
      [named(''), /cognito:username is required/],
      [named('two words'), /cannot contain spaces/],
      [named('x'.repeat(129)), /longer than 128/],
      [named('a', { 'cognito:mfa_enabled': '' }), /must be true or false/],
      [named('b', { 'cognito:mfa_enabled': 'perhaps' }), /must be true or false/],
      [named('c', { 'cognito:mfa_enabled': 'true' }), /MFA is off/],
      [named('d', { email: 'nonsense' }), /Invalid email address format/],
      [named('e', { email: '' }), /email must be set/],
      [named('f', { email_verified: 'maybe' }), /Invalid value for a boolean/],
      [named('g', { family_name: '' }), /name.familyName is required/],
      [named('h', { 'custom:level': 'high' }), /Invalid value for a number/],
      [named('i', { 'custom:level': '6' }), /no greater than 5/],
      [named('j', { birthdate: '1985.02.01' }), /Birthdate/],
      [named('k', { phone_number: '12345' }), /Invalid phone number format/],
      [named('l', { updated_at: 'yesterday' }), /updated_at/],
      [named('m', { address: 'x'.repeat(16_001) }), /longer than 16000/],
      [named('n', { name: 'one,too,many' }), /number of values/],
    ];
    const good = Array.from({ length: bad.length }, (_, at) => named(`good${at}`));
    const job = await importRows(app, pool.Id, [...bad.map(([row]) => row), ...good]);
    expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: good.length, FailedUsers: bad.length });
    const log = await logOf(job);
    for (const [at, [, reason]] of bad.entries()) {
      expect(log[at]).toMatch(new RegExp(`^\\[FAILED\\] Line Number ${at + 2} - `));
      expect(log[at]).toMatch(reason);
    }
  });

  it('counts a job with more refused than imported rows as failed', async () => {
    const pool = await newPool();
    const job = await importRows(app, pool.Id, [
      person('anna'),
      person('b', { email: '' }),
      person('c', { email: 'x' }),
    ]);
    expect(job).toMatchObject({
      Status: 'Failed',
      ImportedUsers: 1,
      FailedUsers: 2,
      CompletionMessage: 'Too many users have failed or been skipped during the import.',
    });
  });

  it('skips names and addresses that others have', async () => {
    const pool = await newPool({ AliasAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } });
    await importRows(app, pool.Id, [person('anna')]);
    const rows = [
      person('ANNA', { email: 'other@example.com' }),
      person('two', { email: 'Anna@example.com' }),
      person('zoe'),
      person('yan'),
    ];
    const job = await importRows(app, pool.Id, rows);
    expect(await logOf(job)).toEqual([
      '[SKIPPED] Line Number 2 - The user already exists.',
      '[SKIPPED] Line Number 3 - An account with the email already exists.',
      '[SUCCEEDED] Line Number 4 - The import succeeded.',
      '[SUCCEEDED] Line Number 5 - The import succeeded.',
    ]);
    expect(await userNamed(pool.Id, 'zoe@example.com')).toMatchObject({ Username: 'zoe' });
  });

  it("skips a username that is another's sub", async () => {
    const pool = await newPool();
    await importRows(app, pool.Id, [person('anna')]);
    const { sub = '' } = await attributesOf(pool.Id, 'anna');
    const job = await importRows(app, pool.Id, [person(sub, { email: 'x@example.com' }), person(crypto.randomUUID())]);
    expect(job).toMatchObject({ ImportedUsers: 1, SkippedUsers: 1 });
    expect((await userNamed(pool.Id, sub)).Username).toBe('anna');
  });

  it('makes the username where the pool does', async () => {
    const pool = await newPool({ UsernameAttributes: ['email'] });
    await importRows(app, pool.Id, [person('anna@example.com', { email: 'anna@example.com' }), person('legacy-7')]);
    const [one, other] = [
      await userNamed(pool.Id, 'anna@example.com'),
      await userNamed(pool.Id, 'legacy-7@example.com'),
    ];
    expect(one.Username).toMatch(/^[0-9a-f-]{36}$/);
    expect(other.Username).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('starts no job without a file, without auto-verified attributes, twice, or beside another', async () => {
    const refused = (poolId: string, job: { JobId: string }) =>
      expect(app.cognito.send(new StartUserImportJobCommand({ UserPoolId: poolId, JobId: job.JobId }))).rejects;
    const pool = await newPool();
    const empty = await createJob(app, pool.Id);
    await refused(pool.Id, empty).toMatchObject({
      name: 'PreconditionNotMetException',
      message: `No csv file was uploaded for ${empty.JobId}`,
    });
    const unverified = await createPool(app);
    const job = await createJob(app, unverified.Id);
    await upload(job, csv(await header(app, unverified.Id), [person('anna')]));
    await refused(unverified.Id, job).toMatchObject({ name: 'PreconditionNotMetException' });
    const done = await importRows(app, pool.Id, [person('anna')]);
    await refused(pool.Id, done).toMatchObject({ name: 'PreconditionNotMetException' });
    await refused(pool.Id, { JobId: 'import-none' }).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keeps the pool as it is while a job is active, and stops it when told to', async () => {
    const pool = await newPool();
    const columns = await header(app, pool.Id);
    const [job, second] = [await createJob(app, pool.Id), await createJob(app, pool.Id)];
    const rows = Array.from({ length: 20_000 }, (_, at) => person(`user${at}`));
    await upload(job, csv(columns, rows));
    await upload(second, csv(columns, [person('late')]));
    await start(app, pool.Id, job);
    await expect(start(app, pool.Id, second)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    const busy = { name: 'UserImportInProgressException' };
    const { cognito } = app;
    await expect(cognito.send(new UpdateUserPoolCommand({ UserPoolId: pool.Id }))).rejects.toMatchObject(busy);
    await expect(cognito.send(new DeleteUserPoolCommand({ UserPoolId: pool.Id }))).rejects.toMatchObject(busy);
    const more = { UserPoolId: pool.Id, CustomAttributes: [{ Name: 'x', AttributeDataType: 'String' as const }] };
    await expect(cognito.send(new AddCustomAttributesCommand(more))).rejects.toMatchObject(busy);
    await expect
      .poll(async () => (await describeJob(app, pool.Id, job)).ImportedUsers, { timeout: 10_000 })
      .toBeGreaterThan(0);
    const stop = new StopUserImportJobCommand({ UserPoolId: pool.Id, JobId: job.JobId });
    expect((await cognito.send(stop)).UserImportJob?.Status).toBe('Stopping');
    const stopped = await ended(app, pool.Id, job);
    expect(stopped).toMatchObject({
      Status: 'Stopped',
      CompletionMessage: 'The Import Job was stopped by the developer.',
      CompletionDate: expect.any(Date),
    });
    expect(stopped.ImportedUsers).toBeGreaterThan(0);
    expect(stopped.ImportedUsers).toBeLessThan(rows.length);
    expect(await logOf(stopped)).toHaveLength(stopped.ImportedUsers ?? 0);
    expect(await app.core.store.pools.countUsers(pool.Id)).toBe(stopped.ImportedUsers);
    await expect(cognito.send(stop)).rejects.toMatchObject({ name: 'PreconditionNotMetException' });
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId: pool.Id, AutoVerifiedAttributes: ['email'] }));
    await start(app, pool.Id, second);
    expect(await ended(app, pool.Id, second)).toMatchObject({ Status: 'Succeeded' });
  });

  it('lists jobs, the newest first, in pages', async () => {
    const pool = await newPool();
    const made: string[] = [];
    for (const JobName of ['one', 'two', 'three']) {
      made.unshift((await createJob(app, pool.Id, { JobName })).JobId);
      app.clock.advance(5);
    }
    const list = (MaxResults: number, PaginationToken?: string) =>
      app.cognito.send(new ListUserImportJobsCommand({ UserPoolId: pool.Id, MaxResults, PaginationToken }));
    const first = await list(2);
    const second = await list(2, first.PaginationToken);
    expect([...(first.UserImportJobs ?? []), ...(second.UserImportJobs ?? [])].map(({ JobId }) => JobId)).toEqual(made);
    expect(second.PaginationToken).toBe(undefined);
    await expect(list(2, 'nonsense')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
