/** Which flows a client may use: ExplicitAuthFlows with its ALLOW_* names, and the older names without. */
import type { Client } from '../clients/client.ts';
import { invalidParameter } from '../errors.ts';
import type { AuthFlow } from './state.ts';

/** Unset means these (CreateUserPoolClient, ExplicitAuthFlows). */
const DEFAULT_FLOWS = ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'];

interface FlowRule {
  /** Any of these in ExplicitAuthFlows allows the flow. */
  readonly allowedBy: readonly string[];
  /** Whether a client with the older names has it unasked. */
  readonly legacyDefault: boolean;
  readonly refusal: string;
}

const adminPassword: FlowRule = {
  allowedBy: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  legacyDefault: false,
  refusal: 'Auth flow not enabled for this client',
};

const refresh: FlowRule = {
  allowedBy: ['ALLOW_REFRESH_TOKEN_AUTH'],
  legacyDefault: true,
  refusal: 'REFRESH_TOKEN_AUTH is not enabled for the client.',
};

const rules: Readonly<Record<AuthFlow, FlowRule>> = {
  ADMIN_NO_SRP_AUTH: adminPassword,
  ADMIN_USER_PASSWORD_AUTH: adminPassword,
  CUSTOM_AUTH: {
    allowedBy: ['ALLOW_CUSTOM_AUTH', 'CUSTOM_AUTH_FLOW_ONLY'],
    legacyDefault: true,
    refusal: 'CUSTOM_AUTH is not enabled for the client.',
  },
  REFRESH_TOKEN: refresh,
  REFRESH_TOKEN_AUTH: refresh,
  USER_AUTH: {
    allowedBy: ['ALLOW_USER_AUTH'],
    legacyDefault: false,
    refusal: 'USER_AUTH is not enabled for the client.',
  },
  USER_PASSWORD_AUTH: {
    allowedBy: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
    legacyDefault: false,
    refusal: 'USER_PASSWORD_AUTH flow not enabled for this client',
  },
  USER_SRP_AUTH: {
    allowedBy: ['ALLOW_USER_SRP_AUTH'],
    legacyDefault: true,
    refusal: 'USER_SRP_AUTH is not enabled for the client.',
  },
};

/** Throws InvalidParameterException. */
export const assertFlowAllowed = (client: Pick<Client, 'settings'>, flow: AuthFlow): void => {
  if (!isFlowAllowed(client, flow)) throw invalidParameter(rules[flow].refusal);
};

export const isFlowAllowed = ({ settings }: Pick<Client, 'settings'>, flow: AuthFlow): boolean => {
  const listed = settings.explicitAuthFlows?.length ? settings.explicitAuthFlows : DEFAULT_FLOWS;
  const rule = rules[flow];
  if (rule.allowedBy.some((name) => listed.includes(name))) return true;
  const legacy = !listed.some((name) => name.startsWith('ALLOW_'));
  return legacy && rule.legacyDefault && !closedToAllButCustom(listed, flow);
};

const closedToAllButCustom = (listed: readonly string[], flow: AuthFlow): boolean =>
  flow === 'USER_SRP_AUTH' && listed.includes('CUSTOM_AUTH_FLOW_ONLY');
