/** A SAML provider that is registered in IAM, and its responses for AWS's sign-in. */
import { CreateSAMLProviderCommand } from '@aws-sdk/client-iam';
import { assertion, type Claims, response, signed } from '../../saml/support/forge.ts';
import { createKey, type Key } from '../../saml/support/key.ts';
import { ENTITY, metadataOf } from '../../saml/support/upstream.ts';
import type { Setting } from './setting.ts';

export interface SamlUpstream {
  readonly arn: string;
  /** Base64. */
  response(claims?: Partial<Claims>, attributes?: Record<string, readonly string[]>, by?: Key): string;
}

const RECIPIENT = 'https://signin.aws.amazon.com/saml';

export const registerSaml = async (app: Setting, Name: string): Promise<SamlUpstream> => {
  const key = await createKey();
  const metadata = metadataOf({ url: 'https://idp.example.com', key, offers: ['post'], logout: undefined });
  const { SAMLProviderArn: arn = '' } = await app.iam.send(
    new CreateSAMLProviderCommand({ Name, SAMLMetadataDocument: metadata.padEnd(1_000) }),
  );
  return {
    arn,
    response: (claims = {}, attributes = {}, by = key) => {
      const whole: Claims = {
        id: `_${crypto.randomUUID()}`,
        issuer: ENTITY,
        nameId: 'ann-1',
        audience: 'urn:amazon:webservices',
        recipient: RECIPIENT,
        inResponseTo: undefined,
        method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
        notBefore: -10,
        notOnOrAfter: 300,
        confirmedUntil: 300,
        issuedAt: 0,
        authenticatedAt: 0,
        sessionUntil: undefined,
        more: statement(attributes),
        ...claims,
      };
      const xml = signed(assertion(whole, app.clock.now()), by);
      return Buffer.from(response(xml, { destination: whole.recipient })).toString('base64');
    },
  };
};

const statement = (attributes: Record<string, readonly string[]>): string => {
  const entries = Object.entries(attributes).map(([name, values]) => {
    const texts = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`);
    return `<saml:Attribute Name="${name}">${texts.join('')}</saml:Attribute>`;
  });
  return entries.length > 0 ? `<saml:AttributeStatement>${entries.join('')}</saml:AttributeStatement>` : '';
};
