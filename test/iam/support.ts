/** IAM over the wire: a client that signs as the operator, names that are new each time, and what is refused. */
import { IAMClient, IAMServiceException } from '@aws-sdk/client-iam';
import type { TestApp } from '../support/test-app.ts';

export const ACCOUNT = '000000000000';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const iamClient = (
  { endpoint }: TestApp,
  credentials: Keys = { accessKeyId: 'test', secretAccessKey: 'test' },
) => new IAMClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });

export const newName = (kind: string): string => `${kind}-${crypto.randomUUID().slice(0, 8)}`;

export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** What a call is refused with; fails when it is not. */
export const refusalOf = async (call: Promise<unknown>): Promise<Refusal> => {
  const outcome = await call.then(
    () => 'nothing was refused',
    (error: unknown) => error,
  );
  if (!(outcome instanceof IAMServiceException)) throw new Error(String(outcome));
  return { name: outcome.name, message: outcome.message, status: outcome.$metadata.httpStatusCode };
};

/** Of every page; more than one where there is more than fits. */
export const allPages = async <Page extends { IsTruncated?: boolean; Marker?: string }, Row>(
  read: (page: { Marker?: string; MaxItems: number }) => Promise<Page>,
  rowsOf: (page: Page) => Row[] | undefined,
  MaxItems = 2,
): Promise<Row[][]> => {
  const pages: Row[][] = [];
  for (let Marker: string | undefined; ; ) {
    const page = await read({ MaxItems, ...(Marker !== undefined && { Marker }) });
    pages.push(rowsOf(page) ?? []);
    if (!page.IsTruncated) return pages;
    Marker = page.Marker;
  }
};

export const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const allow = (Action: string | string[], Resource: string | string[] = '*'): object => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/** Lets identities of a pool take a role on. */
export const TRUST = policy({
  Effect: 'Allow',
  Principal: { Federated: 'cognito-identity.amazonaws.com' },
  Action: 'sts:AssumeRoleWithWebIdentity',
});

export const textOf = (document: string | undefined): string => decodeURIComponent(document ?? '');
