// A first sign-in against `poolhouse dev` with the unmodified AWS SDK: sign up, read the code from the mailbox, confirm,
// sign in, ask who is signed in.
//
//   node examples/first-sign-in.js <app client id> [endpoint]
import { randomUUID } from 'node:crypto';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';

const [, , ClientId, endpoint = 'http://localhost:7665'] = process.argv;
if (!ClientId) {
  console.error('Usage: node examples/first-sign-in.js <app client id> [endpoint]');
  process.exit(2);
}

// The endpoint is the one thing that differs from an app that talks to Amazon Cognito.
const cognito = new CognitoIdentityProvider({ region: 'us-east-1', endpoint });

const Username = `ada-${randomUUID().slice(0, 8)}@example.com`;
const Password = 'Correct-horse-1';

const signedUp = await cognito.signUp({ ClientId, Username, Password });
console.log(`signed up ${Username}, code sent to ${signedUp.CodeDeliveryDetails?.Destination}`);

const [message] = await (await fetch(`${endpoint}/mailbox/messages?to=${encodeURIComponent(Username)}`)).json();
console.log(`the mailbox has "${message.subject}": ${message.code}`);

await cognito.confirmSignUp({ ClientId, Username, ConfirmationCode: message.code });

const { AuthenticationResult } = await cognito.initiateAuth({
  ClientId,
  AuthFlow: 'USER_PASSWORD_AUTH',
  AuthParameters: { USERNAME: Username, PASSWORD: Password },
});
console.log(`signed in; the access token lives ${AuthenticationResult.ExpiresIn} seconds`);

const { UserAttributes } = await cognito.getUser({ AccessToken: AuthenticationResult.AccessToken });
for (const { Name, Value } of UserAttributes) console.log(`  ${Name}: ${Value}`);
