/** What a function prints, as lines of the log under its name. */
import type { Readable } from 'node:stream';

/** A longer line is cut: a function that prints a megabyte should not fill the log with it. */
const MAX_LINE = 8_192;
/** More are dropped: a function that prints without end should not keep the server busy with its log. */
const LINES_A_SECOND = 500;

export const eachLine = (stream: Readable, write: (line: string) => void): void => {
  const take = limited(write);
  let rest = '';
  const flush = (line: string): void => {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (text !== '') take(text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}…` : text);
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    // No more than can be shown of a line without end is kept.
    rest = (lines.pop() ?? '').slice(0, MAX_LINE + 1);
    for (const line of lines) flush(line);
  });
  stream.on('end', () => flush(rest));
  stream.on('error', () => undefined);
};

const limited = (write: (line: string) => void): ((line: string) => void) => {
  let since = 0;
  let lines = 0;
  return (line) => {
    const now = performance.now();
    if (now - since > 1_000) {
      since = now;
      lines = 0;
    }
    lines += 1;
    if (lines <= LINES_A_SECOND) write(line);
    else if (lines === LINES_A_SECOND + 1) write('… more lines in this second are not shown');
  };
};
