// POST …/ride sends a unicorn and writes the ride down; GET /ride tells a rider's own rides. Who asks is never in the body:
// it is in what the gateway's authorizer found out, in one of three places.
const { randomUUID } = require('node:crypto');
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, PutCommand, QueryCommand } = require('@aws-sdk/lib-dynamodb');

const TableName = process.env.TABLE;
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const STABLES = { Marzipan: [118, 108], Thistle: [690, 96], Quicksilver: [412, 68], Bramble: [92, 372], Ember: [706, 402] };

exports.handler = async (event) => {
  const rider = riderOf(event.requestContext);
  if (event.httpMethod === 'GET') return answer(200, { rides: await ridesOf(rider.id) });
  const pickup = pickupIn(event.body);
  if (!pickup) return answer(400, { message: 'Where to? Send { "pickup": { "x", "y" } } on the map.' });
  const ride = { ...nearest(pickup), pickup, rideId: randomUUID(), requestedAt: new Date().toISOString(), door: rider.door };
  await table.send(new PutCommand({ TableName, Item: { riderId: rider.id, ...ride } }));
  return answer(201, { ...ride, rider });
};

const riderOf = ({ authorizer, identity }) => {
  if (authorizer?.claims) return { door: 'user-pool', id: authorizer.claims.sub, name: authorizer.claims.name };
  if (authorizer?.principalId) return { door: 'lambda', id: authorizer.principalId, name: authorizer.rider };
  const id = identity?.cognitoAuthenticationProvider?.split(':CognitoSignIn:')[1];
  if (!id) throw new Error('a request without a rider came through');
  return { door: 'iam', id, identityId: identity.cognitoIdentityId, arn: identity.userArn };
};

const pickupIn = (body) => {
  try {
    const { x, y } = JSON.parse(body).pickup;
    return x >= 0 && x <= 800 && y >= 0 && y <= 480 ? { x: Math.round(x), y: Math.round(y) } : undefined;
  } catch {
    return undefined;
  }
};

const nearest = ({ x, y }) => {
  const [[unicorn, from, away]] = Object.entries(STABLES)
    .map(([name, [left, top]]) => [name, { x: left, y: top }, Math.hypot(left - x, top - y)])
    .sort((a, b) => a[2] - b[2]);
  return { unicorn, from, minutes: Math.max(1, Math.round(away / 45)) };
};

const ridesOf = async (riderId) => {
  const { Items } = await table.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'riderId = :rider',
      ExpressionAttributeValues: { ':rider': riderId },
      ScanIndexForward: false,
      Limit: 8,
    }),
  );
  return Items;
};

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
  body: JSON.stringify(body),
});
