import { describe, expect, it } from 'vitest';
import { decideCase, type PolicyCase } from './case.ts';
import { actions } from './cases/actions.ts';
import { conditions } from './cases/conditions.ts';
import { logic } from './cases/logic.ts';
import { principals } from './cases/principals.ts';
import { resources } from './cases/resources.ts';
import { trust } from './cases/trust.ts';
import { variables } from './cases/variables.ts';

/** By page of the documentation. */
const PAGES: Readonly<Record<string, readonly PolicyCase[]>> = {
  'Action, NotAction, Effect': actions,
  'Resource, NotResource': resources,
  'Principal, NotPrincipal': principals,
  'Condition operators and set operators': conditions,
  'Variables and tags': variables,
  'Policy evaluation logic': logic,
  'Trust policies': trust,
};

for (const [page, cases] of Object.entries(PAGES)) {
  describe(page, () => {
    it.each(cases.map((each) => [each.rule, each] as const))('%s', (_, each) => {
      const { decision, deniedBy } = decideCase(each);
      expect(decision).toBe(each.expected);
      if (each.deniedBy !== undefined) expect(deniedBy).toBe(each.deniedBy);
    });
  });
}

describe('the table', () => {
  const all = Object.values(PAGES).flat();

  it('has no case twice', () => {
    const rules = all.map(({ rule, policies }) => `${rule} ${JSON.stringify(policies)}`);
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
  });

  it('has at least 300 cases, and each page has both directions', () => {
    expect(all.length).toBeGreaterThanOrEqual(300);
    for (const cases of Object.values(PAGES)) {
      expect(cases.some(({ expected }) => expected === 'allowed')).toBe(true);
      expect(cases.some(({ expected }) => expected === 'implicitDeny')).toBe(true);
    }
  });
});
