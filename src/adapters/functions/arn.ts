/** The parts of a Lambda function's ARN. Source: AWS Lambda API reference, pattern of `FunctionName`. */
export interface FunctionArn {
  readonly arn: string;
  readonly region: string;
  readonly account: string;
  readonly name: string;
  /** A version or alias; `$LATEST` unless the ARN names one. */
  readonly qualifier: string;
}

const ARN =
  /^arn:(aws[\w-]*):lambda:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):function:([A-Za-z0-9-_]{1,64})(?::(\$LATEST|[A-Za-z0-9-_]+))?$/;

/** Undefined when it is none: such an ARN has no function, and its name must not become a path. */
export const parseFunctionArn = (arn: string): FunctionArn | undefined => {
  const [, , region, account, name, qualifier = '$LATEST'] = ARN.exec(arn) ?? [];
  if (region === undefined || account === undefined || name === undefined) return undefined;
  return { arn, region, account, name, qualifier };
};
