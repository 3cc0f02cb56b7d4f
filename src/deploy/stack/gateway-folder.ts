/** The folder of documents that the gateway serves: what this stack wrote there before is replaced, or put back. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DocumentRefused } from '../../gateway/document/fields.ts';
import { readApi } from '../../gateway/document/openapi.ts';
import { DeployFailed } from '../problems.ts';
import { type Fields, isFields, type Value } from '../template/node.ts';
import { type ApiDocument, apiDocuments } from './api-documents.ts';
import type { ResourceRecord } from './record.ts';

export interface Owner {
  readonly account: string;
  readonly region: string;
}

export interface GatewayFolder {
  /** @throws DeployFailed where the gateway would refuse a document */
  write(
    resources: readonly ResourceRecord[],
    before: readonly ResourceRecord[],
  ): { undo: () => void; rewrite: (value: Value) => Value };
}

export const createGatewayFolder = (folder: string, url: string, owner: Owner): GatewayFolder => ({
  write(resources, before) {
    const documents = named(apiDocuments(resources));
    for (const [file, { document }] of documents) check(file, document, owner);
    const old = filesOf(folder, before);
    const files = new Set([...old, ...documents.keys()]);
    const kept = new Map([...files].map((file) => [file, contentOf(join(folder, file))]));
    if (documents.size > 0) mkdirSync(folder, { recursive: true });
    for (const file of files) put(folder, file, text(documents.get(file)));
    return {
      undo: () => {
        for (const [file, content] of kept) put(folder, file, content);
      },
      rewrite: (value) => rewritten(value, [...documents.values()], url),
    };
  },
});

/** Whatever stands there of these APIs, complete or not. */
const filesOf = (folder: string, resources: readonly ResourceRecord[]): string[] => {
  const ids = resources.filter(({ type }) => /^AWS::ApiGateway(::RestApi|V2::Api)$/.test(type)).map(({ id }) => id);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => ids.some((id) => id !== '' && (name === `${id}.json` || name.startsWith(`${id}-`))));
};

/** The first stage of an API bears the API's id, which stands in ARNs; a further one that and its own name. */
const named = (documents: readonly ApiDocument[]): Map<string, ApiDocument> => {
  const files = new Map<string, ApiDocument>();
  for (const each of documents) {
    const first = `${each.apiId}.json`;
    const further = `${each.apiId}-${each.stage.toLowerCase().replace(/[^a-z0-9-]/g, '')}.json`;
    files.set(files.has(first) ? further : first, each);
  }
  return files;
};

const text = (document: ApiDocument | undefined): string | undefined =>
  document && `${JSON.stringify(document.document, null, 2)}\n`;

const contentOf = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** The gateway never reads half a file: one that begins with a dot is none of its documents. */
const put = (folder: string, file: string, content: string | undefined): void => {
  if (content === undefined) {
    rmSync(join(folder, file), { force: true });
    return;
  }
  const next = join(folder, `.${file}`);
  writeFileSync(next, content);
  renameSync(next, join(folder, file));
};

const check = (file: string, document: Fields, owner: Owner): void => {
  try {
    readApi(JSON.stringify(document, null, 2), file, {
      ...owner,
      id: basename(file, '.json'),
      variables: {},
      identityHeaders: false,
    });
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error;
    const said = error.problems.map(({ path, message }) => `  ${path} ${message}`).join('\n');
    throw new DeployFailed(`the gateway would not serve the API:\n${said}`);
  }
};

/** Addresses that the API would have at AWS, in outputs, become those that it has here. */
const rewritten = (value: Value, documents: readonly ApiDocument[], url: string): Value => {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, documents, url));
  if (isFields(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewritten(item, documents, url)]));
  }
  if (typeof value !== 'string') return value;
  return documents.reduce((text, { apiId, stage }) => {
    const atAws = new RegExp(`https://${apiId}\\.execute-api\\.[\\w-]+\\.amazonaws\\.com(\\.cn)?`, 'g');
    return text.replace(atAws, stage === '$default' ? hostOf(apiId, url) : `${url}/${apiId}`);
  }, value);
};

/** On this machine every name below localhost is its own. */
const hostOf = (apiId: string, url: string): string => url.replace(/^(https?:\/\/)localhost\b/, `$1${apiId}.localhost`);
