/** What an image is, by its first bytes: a name alone says nothing. */

export type ImageKind = 'ICO' | 'JPEG' | 'PNG' | 'SVG' | 'WEBP';

const startsWith = (bytes: Buffer, ...expected: number[]): boolean => expected.every((byte, at) => bytes[at] === byte);

export const imageKind = (bytes: Buffer): ImageKind | undefined => {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'PNG';
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return 'JPEG';
  if (startsWith(bytes, 0x00, 0x00, 0x01, 0x00)) return 'ICO';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'WEBP';
  return isSvg(bytes) ? 'SVG' : undefined;
};

const isSvg = (bytes: Buffer): boolean =>
  /^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?(<!--(?:(?!-->)[\s\S])*-->\s*)*<svg[\s>]/.test(bytes.toString('utf8', 0, 4096));

/** An SVG is a document: it may run scripts, embed pages and load from elsewhere unless that is refused. */
export const isHarmlessSvg = (bytes: Buffer): boolean => {
  // With single spaces, no pattern below has two ways to match the same text.
  const text = bytes.toString('utf8').replace(/\s+/g, ' ');
  return !ACTIVE.some((pattern) => pattern.test(text));
};

const ACTIVE: readonly RegExp[] = [
  /<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet/i,
  /<(?:[\w-]+:)?(?:script|foreignObject|iframe|object|embed|handler|set|animate\w*)\b/i,
  /[ "'/]on[a-z]+ ?=/i,
  /javascript:|@import|\\[0-9a-f]/i,
  /(?:href|src) ?= ?["']? ?(?!["' #]|data:image\/(?:png|jpeg|webp))/i,
  /url\( ?["']? ?(?!["' #])/i,
];
