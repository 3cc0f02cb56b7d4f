/** One signed request to an endpoint that speaks an AWS API, with a bounded answer and a few new tries. */
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../crypto/sha256.ts';
import { DeployFailed } from '../problems.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

export interface Request {
  readonly service: string;
  readonly method: string;
  /** Percent-encoded, after the endpoint's own path. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 16 * 1024 * 1024;
/** After a busy or failing answer; the request cannot have taken effect. */
const PAUSES_MS = [200, 800, 2_500];

/** @throws DeployFailed where the endpoint is out of reach */
export const send = async (place: Place, request: Request): Promise<Answer> => {
  for (const pause of [...PAUSES_MS, undefined]) {
    const answer = await once(place, request);
    const isBusy = answer.status === 429 || answer.status === 503 || /TooManyRequests|Throttling/.test(answer.body);
    if (!isBusy || pause === undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error('unreachable');
};

const once = async ({ endpoint, region, credentials }: Place, request: Request): Promise<Answer> => {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${request.path}`;
  const signer = new SignatureV4({
    service: request.service,
    region,
    credentials,
    sha256: Sha256,
    uriEscapePath: request.service !== 's3',
  });
  const { method, body } = request;
  const signed = await signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: request.query ?? {},
    headers: {
      ...request.headers,
      host: url.host,
      ...(request.service === 's3' && { 'x-amz-content-sha256': await hash(body) }),
    },
    body,
  });
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const { host: _, ...headers } = signed.headers;
  try {
    const answer = await fetch(url, {
      method,
      headers,
      ...(method !== 'GET' && method !== 'HEAD' && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: answer.status, body: await bounded(answer) };
  } catch (error) {
    throw new DeployFailed(`${url.origin} is out of reach: ${reason(error)}`);
  }
};

const hash = async (text: string): Promise<string> => {
  const sha256 = new Sha256();
  sha256.update(Buffer.from(text));
  return Buffer.from(await sha256.digest()).toString('hex');
};

const bounded = async (answer: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const reason = (error: unknown): string => {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? String(error);
};
