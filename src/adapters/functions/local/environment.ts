/** The environment of a function: what the operator gives it, and what Lambda sets. Nothing of the server's own. */
import type { LocalLimits } from '../../../config/functions.ts';
import type { FunctionArn } from '../arn.ts';
import type { Source } from './source.ts';

export const logGroup = ({ name }: FunctionArn): string => `/aws/lambda/${name}`;

/** Source: AWS Lambda developer guide, "Defined runtime environment variables". */
export const functionEnvironment = (
  arn: FunctionArn,
  source: Source,
  limits: LocalLimits,
  { scratch, logStream }: { scratch: string; logStream: string },
): Record<string, string> => ({
  AWS_REGION: arn.region,
  AWS_DEFAULT_REGION: arn.region,
  AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.', 1)[0]}.x`,
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  TMPDIR: scratch,
  HOME: scratch,
  PATH: '/usr/local/bin:/usr/bin:/bin',
  // Windows starts no program without it.
  ...(process.platform === 'win32' && { SYSTEMROOT: process.env['SYSTEMROOT'] ?? 'C:\\Windows' }),
  ...(limits.environment as Record<string, string>),
  AWS_LAMBDA_FUNCTION_NAME: arn.name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(limits.memory),
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_LAMBDA_LOG_GROUP_NAME: logGroup(arn),
  AWS_LAMBDA_LOG_STREAM_NAME: logStream,
  LAMBDA_TASK_ROOT: source.root,
  _HANDLER: source.handler,
});
