/** Requests as bytes on the wire, without an SDK that would refuse to send what these tests send. */

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `__type` and `message` of an error. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

const TARGET = 'AWSCognitoIdentityProviderService';

export const send = async (
  endpoint: string,
  headers: Record<string, string>,
  body: string | Uint8Array,
): Promise<WireAnswer> => {
  const response = await fetch(endpoint, { method: 'POST', headers, body });
  const text = await response.text();
  const json = response.ok || text === '' ? {} : (JSON.parse(text) as { __type?: string; message?: string });
  return { status: response.status, headers: response.headers, text, code: json.__type, message: json.message };
};

/** Signed with a key that nobody knows, which `dev` takes. */
export const call = (endpoint: string, operation: string, input: unknown): Promise<WireAnswer> =>
  send(
    endpoint,
    { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${TARGET}.${operation}`, ...devSignature() },
    JSON.stringify(input),
  );

export const devSignature = (service = 'cognito-idp'): Record<string, string> => {
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `unknown/${date.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  return {
    'x-amz-date': date,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
  };
};

/** Runs a job for each item, some at a time. */
export const inParallel = async <Item>(
  items: readonly Item[],
  width: number,
  job: (item: Item) => Promise<void>,
): Promise<void> => {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await job(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
};
