/**
 * What guests get at most by the enhanced flow, whatever their role grants: the union of this and of the managed policy.
 * Source: developer guide, "IAM roles", "Access policies: scope-down policy of unauthenticated identities".
 */
const SERVICES = [
  ...['appsync', 'cloudwatch', 'cognito-identity', 'cognito-sync', 'comprehend', 'dynamodb'],
  ...['execute-api', 'firehose', 'gamelift', 'geo', 'iot', 'kinesis', 'lambda', 'lex', 'logs', 'machinelearning'],
  ...['mobileanalytics', 'mobiletargeting', 'personalize', 'polly', 'rekognition', 's3', 'scs', 'sdb', 'ses', 'sns'],
  ...['sqs', 'transcribe', 'translate'],
];

const SOME_ACTIONS = [
  ...['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*', 'rum:PutRumEvents'],
  ...['sagemaker:InvokeEndpoint', 'sumerian:View*', 'textract:AnalyzeDocument', 'textract:DetectDocumentText'],
];

const Action = [...SERVICES.map((service) => `${service}:*`), ...SOME_ACTIONS];

export const GUEST_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

export const GUEST_POLICY_ARN = 'arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy';
