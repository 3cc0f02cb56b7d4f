/** The one script of the pages. Its address names its content, so that browsers may keep it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const SCRIPT = readFileSync(join(import.meta.dirname, 'page.js'), 'utf8');

/** Relative to the site. */
export const SCRIPT_PATH = `/assets/page-${createHash('sha256').update(SCRIPT).digest('base64url').slice(0, 16)}.js`;
