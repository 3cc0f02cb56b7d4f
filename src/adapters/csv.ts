/**
 * The rows of an import file. Cognito's dialect: UTF-8, and a comma within a value has a backslash before it (developer
 * guide, "Formatting the .csv file"). Values in quotation marks (RFC 4180), CRLF, and a byte order mark are taken too.
 */
import { parse } from 'csv-parse';
import { LONGEST_ROW } from '../core/imports/limits.ts';
import { type Csv, type CsvRow, CsvUnreadable } from '../core/ports.ts';

/** Stands for an escaped comma until the rows are parsed; no character (Unicode standard, section 23.7). */
const COMMA = '\uffff';

/** A quotation mark that is never closed must not gather the whole file. */
const LONGEST_RECORD = 4 * 1024 * 1024;

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (part?: Uint8Array): string => {
    try {
      return part === undefined ? decoder.decode() : decoder.decode(part, { stream: true });
    } catch (cause) {
      throw new CsvUnreadable('The CSV file is not in UTF-8.', { cause });
    }
  };
  let held = '';
  for await (const part of bytes) {
    const text = held + decode(part);
    held = text.endsWith('\\') ? '\\' : '';
    yield text.slice(0, text.length - held.length).replaceAll('\\,', COMMA);
  }
  yield held + decode();
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Every row, the header included. Throws `CsvUnreadable`. */
async function* readRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const parser = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    relax_quotes: true,
    trim: true,
    info: true,
    max_record_size: LONGEST_RECORD,
  });
  void feed(parser, decoded(bytes));
  try {
    for await (const parsed of parser as AsyncIterable<Parsed>) yield rowOf(parsed);
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith('CSV_')) throw error;
    throw new CsvUnreadable('The CSV file could not be parsed.', { cause: error });
  } finally {
    parser.destroy();
  }
}

const rowOf = ({ record, info }: Parsed): CsvRow => {
  const characters = record.reduce((sum, value) => sum + value.length + 1, 0);
  const breaks = record.reduce((sum, value) => sum + (value.includes('\n') ? value.split('\n').length - 1 : 0), 0);
  return {
    values: record.map((value) => value.replaceAll(COMMA, ',').trim()),
    line: info.lines - breaks,
    tooLong: characters > LONGEST_ROW,
  };
};

/** Until the parser takes more, or none any more. */
const room = (parser: ReturnType<typeof parse>): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      parser.off('drain', done).off('close', done);
      resolve();
    };
    parser.once('drain', done).once('close', done);
  });

/** As fast as the parser takes it; a failure is the parser's. */
const feed = async (parser: ReturnType<typeof parse>, texts: AsyncIterable<string>): Promise<void> => {
  try {
    for await (const text of texts) {
      if (!parser.write(text)) await room(parser);
      if (parser.destroyed) return;
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
};

export const createCsv = (): Csv => ({ rows: readRows });
