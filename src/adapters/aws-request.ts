/** Signed requests to AWS endpoints, or to what speaks their APIs: signature, deadline, bounded answer. No retries. */
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../crypto/sha256.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AwsRequest {
  readonly service: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly endpoint: string;
  /** Percent-encoded, after the endpoint's own path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Bytes; a longer answer is an error. */
  readonly maxAnswer: number;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** AWS's own names for credentials in the environment. */
export const credentialsFrom = (env: Readonly<Record<string, string | undefined>>): AwsCredentials | undefined => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(token && { sessionToken: token }) };
};

/** Rejects as `fetch` does when the endpoint is out of reach or the time is over. */
export const sendAwsRequest = async (request: AwsRequest): Promise<AwsAnswer> => {
  const url = new URL(request.endpoint);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${request.path}`;
  const signer = new SignatureV4({ ...request, sha256: Sha256 });
  const signed = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: {},
    headers: { ...request.headers, host: url.host },
    body: request.body,
  });
  const { host: _, ...headers } = signed.headers;
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body: request.body,
    redirect: 'manual',
    signal: AbortSignal.timeout(Math.max(1, Math.ceil(request.timeoutMs))),
  });
  return { status: answer.status, headers: answer.headers, body: await readBounded(answer, request.maxAnswer) };
};

export class AnswerTooLarge extends Error {}

/** The text of an answer of at most so many bytes. */
export const readBounded = async (answer: Response, max: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > max) throw new AnswerTooLarge('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
