// Lambda authorizer (TOKEN): the same question as the user-pool authorizer's, answered by code of one's own. It returns a
// policy, and tells the ride function a few things about the rider. Throwing "Unauthorized" answers 401.
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { ISSUER, CLIENT_ID } = process.env;
const keys = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`));

export const handler = async (event) => {
  const rider = await riderOf(event.authorizationToken);
  const [api, stage] = event.methodArn.split('/');
  return {
    principalId: rider.sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${api}/${stage}/POST/lambda/ride` },
        // Riders whose address nobody has verified stay on the ground.
        ...(rider.email_verified ? [] : [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }]),
      ],
    },
    context: { rider: rider.name ?? rider.email, locale: rider.locale ?? 'en' },
  };
};

const riderOf = async (header = '') => {
  try {
    const { payload } = await jwtVerify(header.replace(/^Bearer /i, ''), keys, { issuer: ISSUER, audience: CLIENT_ID });
    if (payload.token_use === 'id') return payload;
  } catch (error) {
    console.warn(`no rider: ${error.code ?? error.message}`);
  }
  throw new Error('Unauthorized');
};
