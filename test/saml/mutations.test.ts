/** Honest responses, changed at random: whatever comes of it, nobody else does, and nothing breaks. */
import { expect, it, vi } from 'vitest';
import { createSaml } from '../../src/adapters/saml.ts';
import { SamlRefused, type SamlResponse } from '../../src/core/ports.ts';
import { assertion, claimsFor, response, signed } from './support/forge.ts';
import { createKey } from './support/key.ts';

const ROUNDS = 400;
const begun = { consumer: 'https://pool.example.com/saml2/idpresponse', relayState: '', requestId: '_request' };

/** Mulberry32: the same changes in every run. */
const randomOf = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

type Random = ReturnType<typeof randomOf>;

const elementsIn = (xml: string): string[] =>
  [...xml.matchAll(/<((?:\w+:)?\w+)[\s>]/g)].flatMap(({ index, 1: name }) => {
    const end = xml.indexOf(`</${name}>`, index);
    return end < 0 ? [] : [xml.slice(index, end + `</${name}>`.length)];
  });

const CHANGES: readonly ((xml: string, random: Random) => string)[] = [
  // A character.
  (xml, random) => {
    const at = random(xml.length);
    return xml.slice(0, at) + String.fromCharCode(33 + random(90)) + xml.slice(at + 1);
  },
  // An element taken out, doubled, or moved elsewhere.
  (xml, random) => xml.replace(pick(elementsIn(xml), random), ''),
  (xml, random) => insert(xml, pick(elementsIn(xml), random), random),
  (xml, random) => {
    const element = pick(elementsIn(xml), random);
    return insert(xml.replace(element, ''), element, random);
  },
  // A forged assertion somewhere, as it is or in the place of the honest one's id.
  (xml, random) => insert(xml, assertion(claimsFor(begun, 'pool', { nameId: 'victim', id: '_evil' })), random),
  (xml, random) => {
    const id = /<saml:Assertion[^>]* ID="([^"]+)"/.exec(xml)?.[1] ?? '';
    return insert(xml, assertion(claimsFor(begun, 'pool', { nameId: 'victim', id })), random);
  },
  // Names that mean something.
  (xml, random) =>
    xml.replace(pick(['mallory', '_request', 'urn:amazon', 'bearer', 'sha256', '2.0'], random), 'victim'),
  (xml, random) =>
    insert(xml, pick(['<!-- x -->', '<?x y?>', '<![CDATA[x]]>', '&#118;', '\r\n', '\u0000'], random), random),
];

const pick = <T>(all: readonly T[], random: Random): T => all[random(all.length)] as T;

/** Between two tags or within a text. */
const insert = (xml: string, what: string, random: Random): string => {
  const places = [...xml.matchAll(/>/g)].map(({ index }) => index + 1);
  const at = pick(places, random);
  return xml.slice(0, at) + what + xml.slice(at);
};

it('a changed response is refused, or says what it said', async () => {
  const key = await createKey();
  const saml = createSaml();
  const plain = assertion(claimsFor(begun, 'pool', { nameId: 'mallory' }));
  const honest = [
    response(signed(plain, key)),
    signed(response(plain), key),
    signed(response(signed(plain, key)), key),
  ];
  const said = (await read(honest[0] ?? '')) as SamlResponse;
  const random = randomOf(20_261_122);
  const written = vi.spyOn(console, 'warn');
  const outcomes = { refused: 0, same: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    let xml = pick(honest, random);
    for (let changes = 1 + random(2); changes > 0; changes -= 1) xml = pick(CHANGES, random)(xml, random);
    const outcome = await read(xml);
    if (outcome instanceof SamlRefused) outcomes.refused += 1;
    else {
      expect({ xml, assertion: outcome.assertion }).toEqual({ xml, assertion: said.assertion });
      outcomes.same += 1;
    }
  }
  expect(outcomes.refused).toBeGreaterThan(ROUNDS / 2);
  expect(outcomes.same).toBeGreaterThan(0);
  // Parsers write parts of what they do not like to the console; names and attributes are not for there.
  expect(written).not.toHaveBeenCalled();

  async function read(xml: string): Promise<SamlResponse | SamlRefused> {
    const encoded = Buffer.from(xml).toString('base64');
    return saml.readResponse(encoded, { certificates: [key.certificate] }).catch((error: unknown) => {
      if (error instanceof SamlRefused) return error;
      throw error;
    });
  }
}, 60_000);
