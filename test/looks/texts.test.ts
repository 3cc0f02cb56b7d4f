import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPageTexts } from '../../src/adapters/page-texts.ts';
import { textsFile } from '../../src/cli/texts.ts';
import { ConfigError } from '../../src/config.ts';
import { type ErrorCode, ServiceError } from '../../src/core/errors.ts';
import { checkPasswordPolicy } from '../../src/core/passwords/policy.ts';
import type { Log } from '../../src/core/ports.ts';
import { en } from '../../src/oauth/views/texts/en.ts';
import {
  errorText,
  fieldHint,
  fieldLabel,
  fieldProblems,
  LANGUAGES,
  type Language,
  languageOf,
  TEXTS,
  type TextKey,
  type Texts,
  t,
  textsFor,
} from '../../src/oauth/views/texts/index.ts';
import { placeholders, readOwnTexts } from '../../src/oauth/views/texts/own-texts.ts';
import { TestBrowser } from '../pages/support/browser.ts';
import { arrive, type House, makeHouse } from '../pages/support/house.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

/** Keeps the messages of errors. */
const testLog = (errors: string[] = []): Log => {
  const nothing = () => undefined;
  const log: Log = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (_, message) => errors.push(message),
    child: () => log,
  };
  return log;
};

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));
const languages = Object.keys(LANGUAGES) as Language[];
const keys = Object.keys(en) as TextKey[];
const german = TEXTS.de;

describe.each(languages)('the texts in %s', (language) => {
  const texts = TEXTS[language];

  it('are those in English, each with its values', () => {
    expect(Object.keys(texts).sort()).toEqual([...keys].sort());
    for (const key of keys) expect([key, ...placeholders(texts[key])]).toEqual([key, ...placeholders(en[key])]);
  });

  it('are words, with no space too many', () => {
    const odd = keys.filter(
      (key) => texts[key] !== texts[key].trim() || texts[key] === '' || /[ ]{2}|[<>]/.test(texts[key]),
    );
    expect(odd).toEqual([]);
  });

  it('are that language', () => {
    if (language === 'en') return;
    // Words that two languages share are short: no sentence may have stayed English.
    const left = keys.filter((key) => texts[key] === en[key] && en[key].split(' ').length > 2);
    expect(left).toEqual([]);
  });

  it('are known to the runtime, so that lists of words are joined as that language does', () => {
    expect(Intl.ListFormat.supportedLocalesOf(language)).toEqual([language]);
  });
});

describe('the language of a page', () => {
  it.each<[string, string | undefined, string | undefined, Language]>([
    ['is English where nobody says', undefined, undefined, 'en'],
    ['is what the request asks for', 'fr', 'de', 'fr'],
    ['is asked for in any case', 'PT-br', undefined, 'pt-BR'],
    ['is asked for with an underscore', 'zh_TW', undefined, 'zh-TW'],
    ['is the first of several that there is', 'xx-YY nl fr', 'de', 'nl'],
    ['is what the browser prefers where the request asks for none that there is', 'tlh', 'ja', 'ja'],
    ['is the dearest of the header', undefined, 'de;q=0.5, it;q=0.9, fr;q=0.7', 'it'],
    ['is the first of those that are equally dear', undefined, 'ko, ja', 'ko'],
    ['is none that the browser does not want', undefined, 'de;q=0, *;q=0.1', 'en'],
    ['is found by cutting the range', undefined, 'de-CH-1996', 'de'],
    ['is found past single letters', undefined, 'fr-x-mine', 'fr'],
    ['is not left of a longer tag', undefined, 'deu', 'en'],
    ['is the Portuguese that there is', undefined, 'pt-PT', 'pt-BR'],
    ['is simplified Chinese unless said otherwise', undefined, 'zh', 'zh-CN'],
    ['is traditional Chinese by script', undefined, 'zh-Hant-HK', 'zh-TW'],
    ['is traditional Chinese by region', undefined, 'zh-HK', 'zh-TW'],
    ['is simplified Chinese by script', undefined, 'zh-Hans-SG', 'zh-CN'],
    ['is Indonesian by its old code', undefined, 'in-ID', 'id'],
    ['stands a header of nonsense', '', ';;q=,,=;q=x', 'en'],
  ])('%s', (_, lang, accept, expected) => {
    expect(languageOf(lang, accept)).toBe(expected);
  });
});

describe('a text', () => {
  it('has its values in their places, and nothing else of them', () => {
    expect(t(en, 'code.sent', { destination: '{name}$&<b>' })).toBe('We sent a code to {name}$&<b>.');
    expect(t(TEXTS.ja, 'problem.maximumLength', { limit: 20 })).toBe('20 文字以内で入力してください。');
  });

  it('keeps the place of a value that is not given', () => {
    expect(t(en, 'code.sent')).toBe('We sent a code to {destination}.');
  });
});

describe('fields', () => {
  it('have a name, of custom attributes the one that their owner gave', () => {
    expect(fieldLabel(german, 'email')).toBe('E-Mail-Adresse');
    expect(fieldLabel(german, 'custom:tier')).toBe('tier');
    expect(fieldLabel(german, 'dev:custom:tier')).toBe('tier');
    expect(fieldLabel(german, 'toString')).toBe('toString');
  });

  it.each(
    'address birthdate email family_name gender given_name locale middle_name name nickname phone_number picture preferred_username profile updated_at website zoneinfo'.split(
      ' ',
    ),
  )('of the standard attribute %s have words', (name) => {
    expect(fieldLabel(en, name)).toMatch(/^[A-Z][a-z]/);
  });

  it('say how to write what is not plain', () => {
    expect(fieldHint(en, { name: 'phone_number', input: 'tel' })).toContain('country code');
    expect(fieldHint(en, { name: 'website', input: 'url' })).toContain('https://');
    expect(fieldHint(en, { name: 'birthdate', input: 'date' })).toBeUndefined();
    expect(fieldHint(en, { name: 'birthdate', input: 'text' })).toContain('1990-12-31');
    expect(fieldHint(en, { name: 'nickname', input: 'text' })).toBeUndefined();
  });
});

describe('what the service refuses', () => {
  const said = (code: ErrorCode, message: string) => errorText(german, new ServiceError(code, message));

  it.each<[ErrorCode, string, TextKey]>([
    ['NotAuthorizedException', 'Incorrect username or password.', 'error.incorrectCredentials'],
    ['NotAuthorizedException', 'Password attempts exceeded', 'error.tooManyAttempts'],
    ['NotAuthorizedException', 'Invalid session for the user, session is expired.', 'error.sessionExpired'],
    ['CodeMismatchException', 'Invalid verification code provided, please try again.', 'error.codeMismatch'],
    ['EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA', 'error.codeMismatch'],
    ['ExpiredCodeException', 'Your software token has already been used once.', 'error.codeUsed'],
    ['ExpiredCodeException', 'Invalid code provided, please request a code again.', 'error.codeExpired'],
    ['UsernameExistsException', 'An account with the given email already exists.', 'error.emailTaken'],
    ['UsernameExistsException', 'User already exists', 'error.usernameTaken'],
    ['LimitExceededException', 'A user can have at most 20 passkeys.', 'error.passkeyLimit'],
    ['TooManyRequestsException', 'Attempt limit exceeded, please try after some time.', 'error.tooManyAttempts'],
    ['TooManyRequestsException', 'Rate exceeded', 'error.tooManyRequests'],
    ['InvalidPasswordException', 'Password did not conform with policy: Password not long enough', 'policy.short'],
  ])('as %s "%s" is said in the language of the page', (code, message, key) => {
    expect(said(code, message)).toBe(german[key]);
  });

  it.each<[string, TextKey]>([
    ['a', 'policy.short'],
    ['a'.repeat(300), 'policy.long'],
    ['abcdefgh1!', 'policy.uppercase'],
    ['ABCDEFGH1!', 'policy.lowercase'],
    ['Abcdefgh!', 'policy.number'],
    ['Abcdefgh1', 'policy.symbol'],
    [' Abcdefgh1!', 'policy.spaces'],
  ])('of the password "%s" is said as %s', (password, key) => {
    const all = { requireUppercase: true, requireLowercase: true, requireNumbers: true, requireSymbols: true };
    const policy = { minimumLength: 8, temporaryPasswordValidityDays: 7, ...all };
    try {
      checkPasswordPolicy(policy, password);
      expect.unreachable();
    } catch (error) {
      expect(errorText(german, error as ServiceError)).toBe(german[key]);
    }
  });

  it('is known by the words that the core still uses', () => {
    const texts = readFileSync(join(SOURCE, 'oauth/views/texts/errors.ts'), 'utf8');
    const known = [...texts.matchAll(/^ {2}'([^']+)':/gm)].map(([, message = '']) => message);
    expect(known.length).toBeGreaterThan(25);
    const files = readdirSync(join(SOURCE, 'core'), { recursive: true, encoding: 'utf8' });
    const core = files
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(SOURCE, 'core', name), 'utf8'));
    const words = core.join('\n');
    // What the core puts together stands there in parts.
    const part = (message: string) =>
      message.replace(
        /^Password did not conform with policy: |(?<=An account with the (given )?)\S+ already exists\.$|CONFIRMED$/g,
        '',
      );
    expect(known.filter((message) => !words.includes(part(message)))).toEqual([]);
  });

  it('is said as it is where it comes from a function of the pool, or is not known', () => {
    const own = 'PreSignUp failed with error Nur auf Einladung.';
    expect(said('UserLambdaValidationException', own)).toBe(own);
    expect(said('InvalidParameterException', 'Something new.')).toBe('Something new.');
  });

  it('of new attributes is said of each', () => {
    const message =
      'Attributes did not conform to the schema: custom:tier: String must be no longer than 8 characters, ' +
      'name.givenName: The attribute name.givenName is required';
    const error = new ServiceError('InvalidParameterException', message);
    expect(fieldProblems(german, error)).toEqual({
      'custom:tier': 'Verwenden Sie höchstens 8 Zeichen.',
      given_name: 'Dieses Feld ist erforderlich.',
    });
    expect(errorText(german, error)).toBe(
      'tier: Verwenden Sie höchstens 8 Zeichen. Vorname: Dieses Feld ist erforderlich.',
    );
  });

  it('of changed, single and missing attributes as well', () => {
    const problems = (message: string) => fieldProblems(german, new ServiceError('InvalidParameterException', message));
    expect(
      problems('user.custom:age: Number must be no less than 18\nuser.email: Attribute cannot be updated.\n'),
    ).toEqual({ 'custom:age': 'Geben Sie eine Zahl ein, die mindestens 18 ist.', email: german['problem.fixed'] });
    expect(problems('Invalid email address format.')).toEqual({ email: german['problem.email'] });
    expect(problems('Invalid attributes given, name, zoneinfo is missing')).toEqual({
      name: german['field.required'],
      zoneinfo: german['field.required'],
    });
    expect(problems('nickname: String must be no longer than 2048 characters')).toEqual({
      nickname: 'Verwenden Sie höchstens 2048 Zeichen.',
    });
    expect(problems('PreSignUp failed: nobody: may')).toEqual({});
  });
});

describe("an operator's own texts", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'poolhouse-texts-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const write = (name: string, content: string) => writeFile(join(folder, name), content);
  const open = (log = testLog(), everyMs = 10) => openPageTexts({ folder, read: readOwnTexts, log, everyMs });
  const textsOf = (own: ReturnType<typeof open>, poolId: string, language: string): Texts =>
    textsFor({ settings: { publicUrl: '', issuerBase: '', homeRegion: '', pageTexts: own.of } }, poolId, language);
  const problemsOf = () => {
    try {
      open().close();
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as ConfigError).problems.map(({ at, message }) => `${at.replace(folder, '')}: ${message}`);
    }
  };

  it("come before ours, a pool's own before those of every pool", async () => {
    await write(
      'all.yaml',
      'de:\n  signIn.title: Willkommen\n  signIn.submit: Hinein\nfr:\n  signIn.title: Bienvenue\n',
    );
    await write('us-east-1_AbC123xyz.yaml', 'de:\n  signIn.title: "Hallo <b>Fans</b>"\n');
    const own = open();
    const fans = textsOf(own, 'us-east-1_AbC123xyz', 'de');
    expect([fans['signIn.title'], fans['signIn.submit'], fans['signUp.title']]).toEqual([
      'Hallo <b>Fans</b>',
      'Hinein',
      german['signUp.title'],
    ]);
    expect(textsOf(own, 'us-east-1_other', 'de')['signIn.title']).toBe('Willkommen');
    expect(textsOf(own, 'us-east-1_other', 'fr')['signIn.title']).toBe('Bienvenue');
    expect(textsOf(own, 'us-east-1_other', 'en')).toEqual(en);
    own.close();
  });

  it('are refused with what is wrong, everything at once', async () => {
    await write(
      'all.yaml',
      'de:\n  signIn.titel: Hallo\n  code.sent: Da!\n  signIn.next: "Weiter {name}"\n  signIn.submit: 3\n',
    );
    await write('us-east-1_A.yaml', 'ge:\n  signIn.title: Hallo\nfr: Bonjour\n');
    await write('us-east-1_B.yaml', 'de: [unfinished\n');
    await write('us-east-1_C.yaml', '- de\n');
    await write('german.yaml', 'de: {}\n');
    expect(problemsOf()).toEqual([
      'de/signIn.titel (/all.yaml): unknown text; did you mean signIn.title?',
      'de/code.sent (/all.yaml): lacks {destination}',
      'de/signIn.next (/all.yaml): {name} means nothing here',
      'de/signIn.submit (/all.yaml): must be text',
      '/german.yaml: is named neither all.yaml nor {pool id}.yaml',
      expect.stringMatching(/^ge \(\/us-east-1_A\.yaml\): unknown language; did you mean de\? \(en, de, /),
      'fr (/us-east-1_A.yaml): must be a mapping of texts',
      expect.stringMatching(/^\/us-east-1_B\.yaml: Flow sequence/),
      '/us-east-1_C.yaml: must be a mapping of languages',
    ]);
  });

  it('start from a file that `poolhouse texts` prints', async () => {
    for (const language of languages) await write(`x_${language.replace('-', '')}.yaml`, textsFile(language));
    const own = open();
    for (const language of languages) {
      expect(own.of(`x_${language.replace('-', '')}`, language)).toEqual(TEXTS[language]);
    }
    own.close();
    expect(() => textsFile('jp')).toThrow('Unknown language: jp; did you mean');
  });

  it('are refused where there is no folder', async () => {
    await rm(folder, { recursive: true });
    expect(problemsOf()).toEqual([`page-texts: ${folder} is no folder that can be read`]);
  });

  it('are read again when a file changes; one that is wrong leaves the old ones', async () => {
    await write('all.yaml', 'de:\n  signIn.title: Eins\n');
    const errors: string[] = [];
    const own = open(testLog(errors));
    const title = () => textsOf(own, 'us-east-1_A', 'de')['signIn.title'];
    expect(title()).toBe('Eins');
    await write('us-east-1_A.yaml', 'de:\n  signIn.title: Zwei\n');
    await expect.poll(title).toBe('Zwei');
    await write('us-east-1_A.yaml', 'de:\n  signIn.titel: Drei\n');
    await expect.poll(() => errors).toEqual(['new page texts refused, the old ones stay']);
    expect(title()).toBe('Zwei');
    await rm(join(folder, 'us-east-1_A.yaml'));
    await expect.poll(title).toBe('Eins');
    own.close();
  });
});

describe('the pages', () => {
  let app: TestApp;
  let folder: string;
  let house: House;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'poolhouse-texts-'));
    await writeFile(join(folder, 'all.yaml'), 'nl:\n  signIn.submit: "Kom <i>binnen</i>"\n');
    app = await startTestApp({ flags: { 'page-texts': folder } });
    house = await makeHouse(app);
  });
  afterAll(async () => {
    await app.stop();
    await rm(folder, { recursive: true });
  });

  it('speak the language of the request, along the whole flow', async () => {
    const { browser, page } = await arrive(house, { more: { lang: 'de' } });
    expect(page.html).toMatch(/<html[^>]* lang="de"/);
    expect(page.text).toContain(german['signIn.forgot']);
    const values = { username: 'nobody', password: 'Wrong-horse-1' };
    const refused = await browser.submit(page, { having: 'password', values, button: 'signInSubmitButton' });
    expect(refused.text).toContain(german['error.incorrectCredentials']);
    const forgot = page.links.find((link) => link.includes('/forgotPassword'));
    const next = await browser.open(new URL(forgot ?? '', page.url));
    expect(next.text).toContain(german['forgot.description']);
  });

  it('speak the language of an OpenID Connect request too, with which they answer errors', async () => {
    const { page } = await arrive(house, { more: { ui_locales: 'tlh it-CH' } });
    expect(page.html).toMatch(/<html[^>]* lang="it"/);
    expect(page.forms[0]?.action).toContain('ui_locales=tlh');
    const wrong = await arrive(house, { more: { redirect_uri: 'https://else.example.com', lang: 'ja' } });
    expect(wrong.page.html).toMatch(/<html[^>]* lang="ja"/);
    expect(wrong.page.text).toContain(TEXTS.ja['message.requestedPage']);
  });

  it('speak the language of the browser where the request asks for none', async () => {
    const browser = new TestBrowser();
    browser.headers['accept-language'] = 'zh-Hant-TW,zh;q=0.9,en;q=0.8';
    const page = await browser.visit(`${house.url}/login${house.query()}`);
    expect(page.html).toMatch(/<html[^>]* lang="zh-TW"/);
    expect(page.text).toContain(TEXTS['zh-TW']['signIn.forgot']);
  });

  it('take own texts for what they are: text', async () => {
    const { page } = await arrive(house, { more: { lang: 'nl' } });
    expect(page.html).toContain('Kom &lt;i&gt;binnen&lt;/i&gt;');
    expect(page.html).not.toContain('<i>');
  });

  it('are not shown at all with own texts that are wrong', async () => {
    await writeFile(join(folder, 'all.yaml'), 'nl:\n  signIn.submitt: Kom\n');
    await expect(startTestApp({ flags: { 'page-texts': folder } })).rejects.toThrow(
      `nl/signIn.submitt (${join(folder, 'all.yaml')}): unknown text; did you mean signIn.submit?`,
    );
  });
});
