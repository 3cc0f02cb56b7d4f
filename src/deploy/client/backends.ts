/** The backends that the operator names: a DynamoDB-compatible and an S3-compatible one. */

import { jsonError, type Output, xmlError } from './api.ts';
import { ApiError } from './error.ts';
import { type Answer, type Place, send } from './send.ts';

export type DynamoDb = (operation: string, input: object) => Promise<Output>;

export const createDynamoDb =
  (place: Place): DynamoDb =>
  async (operation, input) => {
    const answer = await send(place, {
      service: 'dynamodb',
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: JSON.stringify(input),
    });
    if (answer.status !== 200) throw jsonError(operation, answer);
    return JSON.parse(answer.body) as Output;
  };

export interface S3Request {
  readonly bucket: string;
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'HEAD';
  /** `cors`, `policy`, …: what of the bucket. */
  readonly subresource?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type S3 = (request: S3Request) => Promise<Answer>;

/** Buckets by path, which every implementation knows. */
export const createS3 =
  (place: Place): S3 =>
  async ({ bucket, method, subresource, headers = {}, body = '' }) => {
    const answer = await send(place, {
      service: 's3',
      method,
      path: `/${bucket}`,
      ...(subresource !== undefined && { query: { [subresource]: '' } }),
      headers,
      body,
    });
    if (answer.status >= 300) throw failed(`${method} /${bucket}${subresource ? `?${subresource}` : ''}`, answer);
    return answer;
  };

const failed = (operation: string, answer: Answer): ApiError =>
  answer.status === 404 && answer.body === ''
    ? new ApiError(operation, 404, 'NoSuchBucket', 'there is no such bucket')
    : xmlError(operation, answer);
