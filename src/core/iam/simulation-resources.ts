/** ResourceHandlingOption: scenarios of Amazon EC2, each of which needs resources of certain types. */
import { invalidInput } from './errors.ts';

const CLASSIC = ['instance', 'image', 'security-group'];
const VPC = [...CLASSIC, 'network-interface'];

/** Source: IAM API reference, SimulateCustomPolicy. */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  'EC2-Classic-InstanceStore': CLASSIC,
  'EC2-Classic-EBS': [...CLASSIC, 'volume'],
  'EC2-VPC-InstanceStore': VPC,
  'EC2-VPC-InstanceStore-Subnet': [...VPC, 'subnet'],
  'EC2-VPC-EBS': [...VPC, 'volume'],
  'EC2-VPC-EBS-Subnet': [...VPC, 'subnet', 'volume'],
};

/** Throws InvalidInputException. */
export const assertResourcesFor = (scenario: string | undefined, resources: readonly string[]): void => {
  if (scenario === undefined) return;
  const needed = Object.hasOwn(SCENARIOS, scenario) ? SCENARIOS[scenario] : undefined;
  if (needed === undefined) throw invalidInput(`Invalid ResourceHandlingOption: ${scenario}`);
  const missing = needed.find((type) => !resources.some((arn) => arn.split(':')[5]?.startsWith(`${type}/`)));
  if (missing !== undefined)
    throw invalidInput(`ResourceHandlingOption ${scenario} needs a resource of type ${missing}.`);
};
